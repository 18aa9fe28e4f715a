import { describe, expect, it } from 'vitest';
import { commandOf, rowAfter } from './keyboard.ts';

const bare = { ctrlKey: false, metaKey: false, altKey: false };
const page = { typing: false, within: false };

describe('keys of the findings page', () => {
  it.each([
    ['j', 'next'],
    ['ArrowDown', 'next'],
    ['k', 'previous'],
    ['ArrowUp', 'previous'],
    ['/', 'search'],
    ['?', 'help'],
    ['Enter', undefined],
    ['x', undefined],
    ['constructor', undefined],
  ])('%s means %s', (key, command) => {
    expect(commandOf({ key, ...bare }, page)).toBe(command);
  });

  it('mean themselves where one types, and in menus', () => {
    expect(commandOf({ key: 'j', ...bare }, { typing: true, within: false })).toBeUndefined();
    expect(commandOf({ key: 'ArrowDown', ...bare }, { typing: false, within: true })).toBeUndefined();
    expect(commandOf({ key: 'Escape', ...bare }, { typing: true, within: false })).toBe('leave');
    expect(commandOf({ key: 'Escape', ...bare }, { typing: true, within: true })).toBeUndefined();
  });

  it.each(['ctrlKey', 'metaKey', 'altKey'])('belong to the browser with %s', (modifier) => {
    expect(commandOf({ key: 'k', ...bare, [modifier]: true }, page)).toBeUndefined();
  });

  it.each([
    [-1, 3, 'next', 0],
    [-1, 3, 'previous', 0],
    [0, 3, 'next', 1],
    [2, 3, 'next', 2],
    [0, 3, 'previous', 0],
    [9, 3, 'previous', 2],
    [0, 0, 'next', -1],
  ] as const)('move from row %d of %d with %s to %d', (row, rows, command, moved) => {
    expect(rowAfter(row, rows, command)).toBe(moved);
  });
});
