/** When the table of this file was made. */
export const osReleasesAsOf = '2026-09-30';

/** Systems of nodes by how `osImage` begins, and the day after which their makers publish no more fixes without a contract. */
export const osEndOfLife: readonly (readonly [image: RegExp, ends: string])[] = [
  [/^Ubuntu 16\.04/, '2021-04-30'],
  [/^Ubuntu 18\.04/, '2023-05-31'],
  [/^Ubuntu 20\.04/, '2025-05-31'],
  [/^Ubuntu 22\.04/, '2027-04-30'],
  [/^Ubuntu 24\.04/, '2029-04-30'],
  [/^Debian GNU\/Linux 9\b/, '2022-06-30'],
  [/^Debian GNU\/Linux 10\b/, '2024-06-30'],
  [/^Debian GNU\/Linux 11\b/, '2026-08-31'],
  [/^Debian GNU\/Linux 12\b/, '2028-06-30'],
  [/^CentOS Linux 7\b/, '2024-06-30'],
  [/^CentOS Linux 8\b/, '2021-12-31'],
  [/^CentOS Stream 8\b/, '2024-05-31'],
  [/^CentOS Stream 9\b/, '2027-05-31'],
  [/^Red Hat Enterprise Linux(?: Server)? 7\b/, '2024-06-30'],
  [/^Red Hat Enterprise Linux 8\b/, '2029-05-31'],
  [/^Amazon Linux 2$/, '2026-06-30'],
  [/^SUSE Linux Enterprise Server 12\b/, '2024-10-31'],
  [/^Windows Server 2016\b/, '2027-01-12'],
  [/^Windows Server 2019\b/, '2029-01-09'],
];
