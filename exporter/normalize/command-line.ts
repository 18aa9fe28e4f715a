import { redacted, secretClassOf } from '../model/secret-class.ts';
import { harmlessValue } from './harmless-values.ts';
import { secretsInText, spacedSecret } from './secret-text.ts';
import { detectSecret } from './secret-values.ts';

const option = /^--?[A-Za-z][\w.-]*$/;
const accountOption = /^--?(?:auth|userpass|proxy-user)(?:$|=)/;
/** `name:password`; a pair of numbers is a user and a group. */
const account = /^(?:--?[a-z-]{1,32}=)?[^\s:/]{1,128}:(?!\d+$|\/\/)([^\s:/]{1,256})$/;
/** Longer command lines hold a script, whose lines are read one by one. */
const longestLine = 4096;

/**
 * The arguments of a command with the class of each literal secret in its place: `--password=x`, `--password x`,
 * `-u name:x`, and whatever a script among them assigns. Returns the same list where there is none.
 */
export function withoutSecrets(list: readonly unknown[]): readonly unknown[] {
  let before = '';
  let copy: unknown[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const argument = list[index];
    const previous = before;
    before = '';
    if (typeof argument !== 'string') continue;
    if (option.test(argument)) {
      before = argument;
      continue;
    }
    const safe = redactedArgument(previous, argument);
    if (safe !== argument) (copy ??= [...list])[index] = safe;
  }
  return copy ?? withoutSpaced(list);
}

/** Options that only their program knows, such as `-u name:x` of curl, are told when the whole line is read. */
function withoutSpaced(list: readonly unknown[]): readonly unknown[] {
  if (list.length < 2) return list;
  const texts = list.map((argument) => (typeof argument === 'string' ? argument : ''));
  const line = texts.join(' ');
  const found = line.length > longestLine ? undefined : spacedSecret(line);
  if (found === undefined) return list;
  let end = -1;
  return list.map((argument, index) => {
    const start = end + 1;
    end = start + (texts[index] ?? '').length;
    return found.start >= start && found.start < end ? redacted('name') : argument;
  });
}

function redactedArgument(previous: string, argument: string): string {
  if (secretClassOf(argument) !== undefined) return argument;
  const holder = argument.startsWith('-') ? argument : previous;
  if (accountOption.test(holder) && !harmlessValue(account.exec(argument)?.[1] ?? '')) return redacted('name');
  if (previous !== '' && !argument.startsWith('-')) {
    const secretClass = detectSecret(previous, argument);
    if (secretClass !== undefined) return redacted(secretClass);
  }
  return redactedText(argument);
}

/** A text in which the class of each secret stands in its place. */
export function redactedText(text: string): string {
  let rest = 0;
  let safe = '';
  for (const { start, end, class: secretClass } of secretsInText(text)) {
    if (start < rest) continue;
    safe += text.slice(rest, start) + redacted(secretClass);
    rest = end;
  }
  return rest === 0 ? text : safe + text.slice(rest);
}
