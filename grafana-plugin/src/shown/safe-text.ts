/** Letters of a name that are shown in one place at most; the whole is in a title. */
export const mostShown = 160;

/** Format, control and unassigned characters, and lone surrogates: what is invisible or turns the text around it. */
const hidden = /[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;
/** Marks that pile up on one letter, and over the lines above and below it. */
const piled = /(\p{M}{3})\p{M}+/gu;

/**
 * Text of a cluster fit for one line of a page: characters that are invisible or change the direction of what stands
 * around them are spelled out as `⟨U+202E⟩`, so that no name looks like another one.
 */
export function lineOf(text: string): string {
  return text.replace(hidden, spelled).replace(piled, '$1…');
}

/** Text of a cluster fit for a block: as `lineOf`, but line ends and tabs stay. */
export function blockOf(text: string): string {
  return text.replace(hidden, (one) => (one === '\n' || one === '\t' ? one : spelled(one))).replace(piled, '$1…');
}

/** The first `most` characters of a text, with an ellipsis where there are more; never half a character. */
export function cutAt(text: string, most: number): string {
  if (text.length <= most) return text;
  const characters = Array.from(text);
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}

function spelled(character: string): string {
  return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
