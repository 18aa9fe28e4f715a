import type { Labels } from './selection.ts';

/** Whether an object with these labels is selected. */
type Matches = (labels: Labels) => boolean;

const longest = 4096;
const deepest = 20;
const token = /\s*(?:(&&|\|\||==|!=|[!(){},])|"([^"]*)"|'([^']*)'|([A-Za-z0-9_./-]+))/y;

interface Token {
  readonly type: 'sign' | 'text' | 'word' | 'end';
  readonly value: string;
}

class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/**
 * Reads a selector of Calico such as `role == 'db' && !has(public)`; empty selects everything. Undefined for what is
 * not understood.
 */
export function calicoSelector(text: unknown): Matches | undefined {
  if (text === undefined || text === null || text === '') return () => true;
  if (typeof text !== 'string' || text.length > longest) return undefined;
  try {
    return new Parser(tokens(text)).whole();
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

function tokens(text: string): readonly Token[] {
  const found: Token[] = [];
  const end = text.trimEnd().length;
  token.lastIndex = 0;
  while (token.lastIndex < end) {
    const match = token.exec(text);
    if (match === null) throw new Unreadable();
    const [, sign, double, single, word] = match;
    if (sign !== undefined) found.push({ type: 'sign', value: sign });
    else if (word !== undefined) found.push({ type: 'word', value: word });
    else found.push({ type: 'text', value: double ?? single ?? '' });
  }
  return found;
}

const end: Token = { type: 'end', value: '' };

/** `||` binds loosest, then `&&`, then `!`. */
class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(all: readonly Token[]) {
    this.#tokens = all;
  }

  whole(): Matches {
    const matches = this.#either();
    if (this.#peek() !== end) throw new Unreadable();
    return matches;
  }

  #either(): Matches {
    if (++this.#depth > deepest) throw new Unreadable();
    const parts = [this.#both()];
    while (this.#takes('||')) parts.push(this.#both());
    this.#depth -= 1;
    return parts.length === 1 ? (parts[0] as Matches) : (labels) => parts.some((part) => part(labels));
  }

  #both(): Matches {
    const parts = [this.#single()];
    while (this.#takes('&&')) parts.push(this.#single());
    return parts.length === 1 ? (parts[0] as Matches) : (labels) => parts.every((part) => part(labels));
  }

  #single(): Matches {
    let negated = false;
    while (this.#takes('!')) negated = !negated;
    const matches = this.#takes('(') ? this.#closed(this.#either()) : this.#term();
    return negated ? (labels) => !matches(labels) : matches;
  }

  #term(): Matches {
    const key = this.#next('word');
    if (this.#takes('(')) return this.#call(key);
    if (this.#takes('==')) return compared(key, this.#next('text'), (value, wanted) => value === wanted);
    if (this.#takes('!=')) {
      const wanted = this.#next('text');
      return (labels) => valueOf(labels, key) !== wanted;
    }
    const word = this.#next('word');
    switch (word) {
      case 'in': {
        const values = this.#set();
        return (labels) => values.includes(valueOf(labels, key) ?? values);
      }
      case 'not': {
        if (this.#next('word') !== 'in') throw new Unreadable();
        const values = this.#set();
        return (labels) => !values.includes(valueOf(labels, key) ?? values);
      }
      case 'contains':
        return compared(key, this.#next('text'), (value, wanted) => value.includes(wanted));
      case 'starts':
      case 'ends': {
        if (this.#next('word') !== 'with') throw new Unreadable();
        const compare = word === 'starts' ? 'startsWith' : 'endsWith';
        return compared(key, this.#next('text'), (value, wanted) => value[compare](wanted));
      }
      default:
        throw new Unreadable();
    }
  }

  #call(name: string): Matches {
    if (name === 'has') {
      const key = this.#next('word');
      return this.#closed((labels) => Object.hasOwn(labels, key));
    }
    if (name === 'all') return this.#closed(() => true);
    // Selects what is in no namespace.
    if (name === 'global') return this.#closed(() => false);
    throw new Unreadable();
  }

  #set(): readonly unknown[] {
    const values: string[] = [];
    if (!this.#takes('{')) throw new Unreadable();
    while (!this.#takes('}')) {
      values.push(this.#next('text'));
      if (!this.#takes(',') && this.#peek().value !== '}') throw new Unreadable();
    }
    return values;
  }

  #closed(matches: Matches): Matches {
    if (!this.#takes(')')) throw new Unreadable();
    return matches;
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? end;
  }

  #takes(sign: string): boolean {
    const { type, value } = this.#peek();
    if (type !== 'sign' || value !== sign) return false;
    this.#at += 1;
    return true;
  }

  #next(type: 'text' | 'word'): string {
    const found = this.#peek();
    if (found.type !== type) throw new Unreadable();
    this.#at += 1;
    return found.value;
  }
}

function valueOf(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

function compared(key: string, wanted: string, compare: (value: string, wanted: string) => boolean): Matches {
  return (labels) => {
    const value = valueOf(labels, key);
    return typeof value === 'string' && compare(value, wanted);
  };
}
