import { findingFilters } from '#contract';
import { describe, expect, it } from 'vitest';
import { changed, chipsOf, isFiltered, questionOf, searchOfView, viewOf, withoutChip, withoutFilters } from './view.ts';

const at = (search: string) => viewOf(new URLSearchParams(search));

describe('the URL of the findings page', () => {
  it.each([
    '',
    'cluster=prod&cluster=b%26c&check=privileged-container&framework=cis&severity=critical&severity=high',
    'namespace=&namespace=shop&owner=team&age=lt_1d&state=exempt&window=_any',
    'q=web+%2B+x&at=2026-05-31T18%3A00%3A00Z&sort=oldest&by=owner&cursor=abc',
    'open=&open=team-a&by=namespace',
  ])('is the same after it was read: %s', (search) => {
    const view = at(search);
    expect(viewOf(searchOfView(view))).toEqual(view);
    expect(new Set(searchOfView(view).toString().split('&'))).toEqual(new Set(search.split('&')));
  });

  it('keeps what belongs to others', () => {
    const search = searchOfView(at('severity=low'), new URLSearchParams('from=now-6h&severity=high&var-ds=x'));
    expect(search.toString()).toBe('from=now-6h&var-ds=x&severity=low');
  });

  it('takes what a link of an alert says', () => {
    const view = at('cluster=prod-eu&namespace=&check=pod-privileged&q=web');
    expect(view).toMatchObject({ cluster: ['prod-eu'], namespace: [''], check: ['pod-privileged'], q: 'web' });
    expect(at('cluster=&owner=').cluster).toEqual([]);
    expect(at('severity=critical,high').severity).toEqual(['critical', 'high']);
  });

  it('knows no grouping but its own', () => {
    expect(at('by=__proto__').by).toBeUndefined();
    expect(at('by=severity').by).toBeUndefined();
  });
});

describe('a change of view', () => {
  it('goes back to the first page', () => {
    expect(changed(at('cursor=x&severity=low'), { q: 'web' })).toMatchObject({
      cursor: '',
      q: 'web',
      severity: ['low'],
    });
    expect(changed(at('severity=low'), { cursor: 'y' }).cursor).toBe('y');
  });

  it('of the grouping closes the groups', () => {
    expect(changed(at('by=owner&open=a'), { by: 'check' }).open).toEqual([]);
    expect(changed(at('by=owner&open=a'), { q: 'b' }).open).toEqual(['a']);
  });
});

describe('filters', () => {
  it('come off one by one until none is left', () => {
    let view = at(
      `${findingFilters.map((name) => `${name}=a&${name}=b`).join('&')}&q=x&at=2026-01-01T00:00:00Z&sort=check`,
    );
    expect(chipsOf(view)).toHaveLength(findingFilters.length * 2 + 2);
    for (const chip of chipsOf(view)) {
      const less = withoutChip(view, chip);
      expect(chipsOf(less)).toEqual(
        chipsOf(view).filter((one) => one !== chip && JSON.stringify(one) !== JSON.stringify(chip)),
      );
      view = less;
    }
    expect(isFiltered(view)).toBe(false);
    expect(view.sort).toBe('check');
  });

  it('come off all at once, and leave order and grouping', () => {
    const view = withoutFilters(at('severity=low&q=x&namespace=&by=owner&sort=newest&cursor=z'));
    expect(searchOfView(view).toString()).toBe('sort=newest&by=owner');
  });

  it('count as such even where the value is empty', () => {
    expect(isFiltered(at('namespace='))).toBe(true);
    expect(isFiltered(at('sort=oldest&by=check'))).toBe(false);
  });
});

describe('what is asked', () => {
  it('is what was chosen', () => {
    expect(questionOf(at('severity=high&namespace=&q=x')).query).toMatchObject({
      severity: ['high'],
      namespace: [''],
      q: 'x',
      check: [],
    });
  });

  it('leaves out what alerts call things that are no findings', () => {
    const question = questionOf(at('check=plumbline-drill&owner=_other&owner=team'));
    expect(question).toMatchObject({ drill: true, smallOwners: true, query: { check: [], owner: ['team'] } });
  });
});
