/** What a key does on the findings page. */
export type Command = 'next' | 'previous' | 'search' | 'help' | 'leave';

/** A key as a browser tells it. */
export interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const commands: ReadonlyMap<string, Command> = new Map([
  ['j', 'next'],
  ['ArrowDown', 'next'],
  ['k', 'previous'],
  ['ArrowUp', 'previous'],
  ['/', 'search'],
  ['?', 'help'],
]);

/** Where the key was pressed. */
export interface Place {
  /** Where letters are typed. */
  readonly typing: boolean;
  /** In a menu, a list or a dialog, which has its own use for arrows. */
  readonly within: boolean;
}

/** What a key means; undefined where it is not ours. */
export function commandOf({ key, ctrlKey, metaKey, altKey }: Key, { typing, within }: Place): Command | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  if (typing) return key === 'Escape' && !within ? 'leave' : undefined;
  return within ? undefined : commands.get(key);
}

/** The row that comes next, of so many; -1 before the first. Does not leave the page at its ends. */
export function rowAfter(row: number, rows: number, command: 'next' | 'previous'): number {
  if (rows === 0) return -1;
  return Math.min(rows - 1, Math.max(0, row + (command === 'next' ? 1 : -1)));
}
