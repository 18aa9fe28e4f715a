/** What a splitter found: a complete line, or one that was too long to keep. */
export type Line = { readonly text: string } | { readonly tooLong: number };

/** Cuts a stream of buffers at newlines; the rest after the last newline is no line. */
export interface LineSplitter {
  push(chunk: Buffer): Line[];
}

const newline = 0x0a;

/** Lines over `longest` bytes are dropped as they pass and reported with their size. */
export function createLineSplitter(longest: number): LineSplitter {
  let parts: Buffer[] = [];
  let length = 0;

  function finish(tail: Buffer): Line {
    const total = length + tail.length;
    const line = total > longest ? { tooLong: total } : { text: textOf([...parts, tail]) };
    parts = [];
    length = 0;
    return line;
  }

  return {
    push(chunk) {
      const lines: Line[] = [];
      let start = 0;
      for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
        const line = finish(chunk.subarray(start, end));
        if ('tooLong' in line || line.text.trim() !== '') lines.push(line);
        start = end + 1;
      }
      const rest = chunk.subarray(start);
      length += rest.length;
      if (length > longest) parts = [];
      else if (rest.length > 0) parts.push(rest);
      return lines;
    },
  };
}

function textOf(parts: readonly Buffer[]): string {
  return (parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts)).toString('utf8');
}
