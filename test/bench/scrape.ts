import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { mib, ms, print, quantile } from './figures.ts';

/** (d) Scraping many clusters with the whole library while everything changes. */
export async function benchScrape(clusters = 20, checks = 200, scrapes = 200): Promise<void> {
  const child = fork(`${import.meta.dirname}/scrape-child.ts`, [String(clusters), String(checks)]);
  try {
    const { url } = await message<{ url: string }>(child);
    let series = 0;
    let bytes = 0;
    const times: number[] = [];
    await sleep(2_000);
    child.send('begin');
    for (let scrape = 0; scrape < scrapes; scrape++) {
      const start = performance.now();
      const text = await (await fetch(`${url}/metrics`)).text();
      times.push(performance.now() - start);
      bytes = text.length;
      series = text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length;
      await sleep(20);
    }
    const answer = message<{ longestMs: number; p99Ms: number }>(child);
    child.send('end');
    const { longestMs, p99Ms } = await answer;
    print(`(d) scrape of ${clusters} clusters × ${checks} checks while every cluster changes every second`, [
      { what: 'series, bytes', value: `${series}, ${mib(bytes)}` },
      { what: 'scrape: p50, p99', value: `${ms(quantile(times, 0.5))}, ${ms(quantile(times, 0.99))}` },
      { what: 'event loop: p99', value: ms(p99Ms) },
      { what: 'event loop: longest block', value: ms(longestMs), aim: '≤ 20 ms', met: longestMs <= 20 },
    ]);
  } finally {
    child.kill();
  }
}

async function message<T>(child: ChildProcess): Promise<T> {
  const [received] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`ended with ${String(code)}`))),
  ])) as [T];
  return received;
}
