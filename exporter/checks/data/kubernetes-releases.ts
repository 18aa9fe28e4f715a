/** When the tables of this file were made; later releases they do not know. */
export const releasesAsOf = '2026-09-30';

/**
 * The day after which a minor release gets no more fixes, by `major.minor` (kubernetes.io/releases/patch-releases). Older
 * releases than these have long ended.
 */
export const endOfLife: Readonly<Record<string, string>> = {
  '1.28': '2024-10-28',
  '1.29': '2025-02-28',
  '1.30': '2025-06-28',
  '1.31': '2025-10-28',
  '1.32': '2026-02-28',
  '1.33': '2026-06-28',
  '1.34': '2026-10-27',
  '1.35': '2027-02-28',
  '1.36': '2027-06-28',
  '1.37': '2027-10-28',
};
