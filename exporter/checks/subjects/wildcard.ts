/**
 * Whether a text is what a pattern stands for: `*` for any characters and `?` for one. With `segments`, `*` ends at a
 * slash and `**` does not. No pattern makes it take more than polynomial time.
 */
export function matchesWildcard(pattern: string, text: string, segments = false): boolean {
  let at = 0;
  let inPattern = 0;
  // Where to go on when what follows a star does not fit; one for stars that a slash ends, one for those it does not.
  let star: Retry | undefined;
  let wide: Retry | undefined;
  while (at < text.length || inPattern < pattern.length) {
    const wanted = pattern[inPattern];
    if (wanted === '*') {
      const isWide = !segments || pattern[inPattern + 1] === '*';
      while (pattern[inPattern] === '*') inPattern++;
      const retry = { inPattern, at };
      if (isWide) {
        wide = retry;
        star = undefined;
      } else {
        star = retry;
      }
      continue;
    }
    if (at < text.length && (wanted === text[at] || (wanted === '?' && !(segments && text[at] === '/')))) {
      at++;
      inPattern++;
      continue;
    }
    if (star !== undefined && star.at < text.length && text[star.at] !== '/') {
      star = { ...star, at: star.at + 1 };
      ({ at, inPattern } = star);
      continue;
    }
    if (wide === undefined || wide.at >= text.length) return false;
    wide = { ...wide, at: wide.at + 1 };
    star = undefined;
    ({ at, inPattern } = wide);
  }
  return true;
}

interface Retry {
  readonly inPattern: number;
  readonly at: number;
}
