import { describe, expect, it } from 'vitest';
import { rememberedTeams, teamsOfUrl } from './assigned-url.ts';

describe('the teams that one is on call for', () => {
  it('are in the URL when the page is narrowed to them, so that a link shows the same', () => {
    expect(teamsOfUrl('?team=shop&team=edge%2Fa&team=shop&team=')).toEqual(['shop', 'edge/a']);
    expect(teamsOfUrl('?var-owner=shop')).toEqual([]);
  });

  it.each<[string, string | null, readonly string[]]>([
    ['as they were chosen', '["shop","edge"]', ['shop', 'edge']],
    ['none when nothing was chosen', null, []],
    ['none when what is kept is no list', '{"shop":true}', []],
    ['none when what is kept is cut', '["sho', []],
    ['without what is no name', '["shop",7,"",null]', ['shop']],
  ])('are remembered: %s', (_what, text, teams) => {
    expect(rememberedTeams(text)).toEqual(teams);
  });
});
