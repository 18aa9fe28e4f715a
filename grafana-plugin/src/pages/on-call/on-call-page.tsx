import { onCall } from '../../../../dashboards/pages/on-call.ts';
import { ScenePage } from '../../panels/scene-page.tsx';
import { OnCallDetail } from './on-call-detail.tsx';

/** What is wrong now, whose it is, and what happened around it: for whoever was just called. */
export function OnCallPage() {
  return <ScenePage page={onCall} nav={{ text: 'On-call' }} detail={OnCallDetail} />;
}
