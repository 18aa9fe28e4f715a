import { Problem } from './problem.ts';

const mostValues = 100;
const longestValue = 512;

/** The parameters of one request. Everything that is not understood is a Problem naming parameter and remedy. */
export class Query {
  readonly #params: URLSearchParams;

  /** `url` is the request's path with its query string; other parameters than `allowed` are refused. */
  constructor(url: string, allowed: readonly string[]) {
    const mark = url.indexOf('?');
    this.#params = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
    for (const name of this.#params.keys()) {
      if (!allowed.includes(name)) {
        const known = allowed.length === 0 ? 'this route takes none' : `use ${allowed.join(', ')}`;
        throw new Problem(400, `Unknown parameter ${JSON.stringify(name.slice(0, 80))}; ${known}.`, {
          parameter: name.slice(0, 80),
        });
      }
    }
  }

  has(name: string): boolean {
    return this.#params.has(name);
  }

  /** Values that are repeated or separated by commas; undefined when the parameter is not there. */
  list(name: string, options: { readonly emptyMeans?: string } = {}): readonly string[] | undefined {
    if (!this.#params.has(name)) return undefined;
    const values = [...new Set(this.#params.getAll(name).flatMap((value) => value.split(',')))].map((value) =>
      value.trim(),
    );
    if (values.includes('') && options.emptyMeans === undefined) {
      throw refused(name, 'has an empty value', 'leave it out to select everything');
    }
    if (values.length > mostValues) throw refused(name, `has ${values.length} values`, `give at most ${mostValues}`);
    return values.map((value) => this.#bounded(name, value));
  }

  /** Like `list`, of a closed vocabulary. */
  listOf<T extends string>(name: string, allowed: readonly T[]): readonly T[] | undefined {
    return this.list(name)?.map((value) => {
      const known = allowed.find((candidate) => candidate === value);
      if (known === undefined) throw unknownValue(name, value, allowed);
      return known;
    });
  }

  /** One value of a closed vocabulary. */
  oneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const known = allowed.find((candidate) => candidate === value);
    if (known === undefined) throw unknownValue(name, value, allowed);
    return known;
  }

  /** One piece of text. */
  text(name: string): string | undefined {
    const values = this.#params.getAll(name);
    if (values.length > 1) throw refused(name, 'is given more than once', 'give it once');
    return values[0] === undefined ? undefined : this.#bounded(name, values[0]);
  }

  /** A whole number in a range. */
  integer(name: string, range: { readonly min: number; readonly max: number; readonly fallback: number }): number {
    const text = this.text(name);
    if (text === undefined) return range.fallback;
    const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    if (!(value >= range.min && value <= range.max)) {
      throw refused(name, `is ${JSON.stringify(text)}`, `give a whole number from ${range.min} to ${range.max}`);
    }
    return value;
  }

  #bounded(name: string, value: string): string {
    if (value.length <= longestValue) return value;
    throw refused(name, `has ${value.length} characters`, `give at most ${longestValue}`);
  }
}

/** Refuses whatever a route without parameters is given. */
export function takesNoParameters(url: string): void {
  void new Query(url, []);
}

/** A value outside the known ones; names some of them. */
export function unknownValue(name: string, value: string, allowed: readonly string[], more?: string): Problem {
  const shown = allowed.length > 20 ? `${allowed.slice(0, 20).join(', ')}, …` : allowed.join(', ');
  const remedy = allowed.length === 0 ? 'there are none yet' : `use ${shown}`;
  return refused(name, `is ${JSON.stringify(value.slice(0, 80))}`, more === undefined ? remedy : `${remedy}; ${more}`);
}

/** A parameter that cannot be used, why, and what to do. */
export function refused(parameter: string, why: string, remedy: string): Problem {
  return new Problem(400, `Parameter ${parameter} ${why}; ${remedy}.`, { parameter });
}
