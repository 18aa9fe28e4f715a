import { locationService, usePluginUserStorage } from '@grafana/runtime';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'react-router-dom';
import { rememberedTeams, teamParameter, teamsOfUrl } from './assigned-url.ts';

/** What of the page is one's own. */
export interface Assigned {
  /** Teams that one is on call for: as the URL says, or else as one chose before. */
  readonly mine: readonly string[];
  /** Whether only theirs is shown. */
  readonly only: boolean;
  readonly choose: (teams: readonly string[]) => void;
  readonly show: (only: boolean) => void;
}

const key = 'on-call-teams';

/** The teams that one is on call for, remembered for the user; whether the page is narrowed to them is in its URL. */
export function useAssigned(): Assigned {
  const storage = usePluginUserStorage();
  // Grafana makes a new one at every render; what it reads is the same.
  const kept = useRef(storage);
  const [remembered, setRemembered] = useState<readonly string[]>([]);
  const { search } = useLocation();
  const shown = useMemo(() => teamsOfUrl(search), [search]);

  useEffect(() => {
    let gone = false;
    async function recall(): Promise<void> {
      const text = await kept.current.getItem(key);
      if (!gone) setRemembered((chosen) => (chosen.length > 0 ? chosen : rememberedTeams(text)));
    }
    void recall();
    return () => {
      gone = true;
    };
  }, []);

  const only = shown.length > 0;
  const choose = useCallback(
    (teams: readonly string[]) => {
      setRemembered(teams);
      void kept.current.setItem(key, JSON.stringify(teams));
      if (only) narrowTo(teams);
    },
    [only],
  );
  const mine = only ? shown : remembered;
  const show = useCallback((wanted: boolean) => narrowTo(wanted ? mine : []), [mine]);
  return { mine, only, choose, show };
}

function narrowTo(teams: readonly string[]): void {
  locationService.partial({ [teamParameter]: teams.length === 0 ? null : [...teams] });
}
