import { describe, expect, it } from 'vitest';
import { blockOf, cutAt, lineOf } from './safe-text.ts';

describe('text of clusters', () => {
  it.each([
    ['a plain name', 'web-7f9', 'web-7f9'],
    ['an override of direction', 'user\u202Egnp.exe', 'user⟨U+202E⟩gnp.exe'],
    ['an isolate', '\u2066a\u2069', '⟨U+2066⟩a⟨U+2069⟩'],
    ['a letter of no width', 'we\u200Bb', 'we⟨U+200B⟩b'],
    ['a byte order mark', '\uFEFFweb', '⟨U+FEFF⟩web'],
    ['invisible tags', 'web\u{E0041}', 'web⟨U+E0041⟩'],
    ['a line end', 'a\nb\r', 'a⟨U+000A⟩b⟨U+000D⟩'],
    ['a colour of a terminal', '\u001b[31mred', '⟨U+001B⟩[31mred'],
    ['half a character', 'a\uD800', 'a⟨U+D800⟩'],
    ['letters of other scripts', 'имя 名前 שם', 'имя 名前 שם'],
    ['marks that pile up', `a${'\u0301'.repeat(50)}b`, 'a\u0301\u0301\u0301…b'],
    ['markup, which is text like any other', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  ])('shows %s for what it is', (_, text, shown) => {
    expect(lineOf(text)).toBe(shown);
  });

  it('keeps the lines of a block and nothing else that is invisible', () => {
    expect(blockOf('a:\n\tb\u202E')).toBe('a:\n\tb⟨U+202E⟩');
  });

  it('is cut between characters', () => {
    expect(cutAt('abcdef', 6)).toBe('abcdef');
    expect(cutAt('abcdefg', 6)).toBe('abcde…');
    expect(cutAt('😀😀😀', 3)).toBe('😀😀😀');
    expect(cutAt('😀😀😀😀', 3)).toBe('😀😀…');
  });
});
