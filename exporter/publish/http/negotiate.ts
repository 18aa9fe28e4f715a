import type { Format } from '../exposition/format.ts';

interface Range {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  /** 0 to 1; 0 means not acceptable. */
  readonly quality: number;
}

/** Versions that a client may name and still be served by ours. */
const versions: Readonly<Record<Format, readonly string[]>> = { text: ['0.0.4'], openmetrics: ['1.0.0'] };
const mediaTypes: Readonly<Record<Format, string>> = {
  text: 'text/plain',
  openmetrics: 'application/openmetrics-text',
};

/** The format of /metrics that an Accept header prefers. Text where it prefers none: a scrape must not fail over it. */
export function preferredFormat(accept: string | undefined): Format {
  const ranges = parse(accept ?? '');
  return qualityOf('openmetrics', ranges) > qualityOf('text', ranges) ? 'openmetrics' : 'text';
}

/** Whether an Accept header prefers a media type to `other`, by quality; an equal quality prefers neither. */
export function prefers(accept: string | undefined, mediaType: string, other: string): boolean {
  const ranges = parse(accept ?? '');
  const quality = (type: string) => mostSpecific(type, ranges)?.quality ?? 0;
  return quality(mediaType) > quality(other);
}

/** Whether a response may be compressed with gzip. */
export function acceptsGzip(acceptEncoding: string | undefined): boolean {
  const ranges = parse(acceptEncoding ?? '');
  const named = ranges.find(({ type }) => type === 'gzip' || type === 'x-gzip');
  const decisive = named ?? ranges.find(({ type }) => type === '*');
  return decisive !== undefined && decisive.quality > 0;
}

function qualityOf(format: Format, ranges: readonly Range[]): number {
  const usable = ranges.filter(({ parameters }) =>
    versions[format].includes(parameters.get('version') ?? versions[format][0] ?? ''),
  );
  return mostSpecific(mediaTypes[format], usable)?.quality ?? 0;
}

/** The range that decides about a type: the type itself before `text/*` before the wildcard, then the best quality. */
function mostSpecific(mediaType: string, ranges: readonly Range[]): Range | undefined {
  const group = `${mediaType.slice(0, mediaType.indexOf('/'))}/*`;
  for (const pattern of [mediaType, group, '*/*']) {
    const matching = ranges.filter(({ type }) => type === pattern);
    if (matching.length > 0) return matching.reduce((best, range) => (range.quality > best.quality ? range : best));
  }
  return undefined;
}

function parse(header: string): readonly Range[] {
  return header.split(',').flatMap((part) => {
    const [type = '', ...rest] = part.split(';').map((piece) => piece.trim().toLowerCase());
    if (type === '') return [];
    const parameters = new Map(
      rest.map((parameter) => {
        const equals = parameter.indexOf('=');
        return [
          parameter.slice(0, equals).trim(),
          parameter
            .slice(equals + 1)
            .trim()
            .replace(/^"|"$/g, ''),
        ] as const;
      }),
    );
    const quality = Number(parameters.get('q') ?? 1);
    return [{ type, parameters, quality: quality >= 0 && quality <= 1 ? quality : 0 }];
  });
}
