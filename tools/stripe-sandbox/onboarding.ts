import type { Controls } from './controls.ts';
import { onboardingPage } from './onboarding-page.ts';
import { json, notHere, type SideAnswer, show } from './side-answer.ts';

/** Where account links lead: to the form, and from it to the return URL; to the refresh URL once the link is spent. */
export function onboarding(sandbox: Controls, method: string, id: string, body: string): SideAnswer {
  const { store } = sandbox;
  const link = store.get('onboarding', id);
  if (!link) return notHere;
  if (link.used || link.expires_at * 1000 <= sandbox.now().getTime()) return goTo(link.refresh_url);
  if (method === 'GET') return show(onboardingPage(link.account));
  const form = new URLSearchParams(body);
  const outcome = form.get('outcome');
  if (outcome !== 'complete' && outcome !== 'leave') return json({ error: 'outcome must be complete or leave' }, 400);
  store.put({ ...link, used: true });
  if (outcome === 'complete') sandbox.onboard(link.account, form.get('account_number') || undefined);
  store.commit();
  return goTo(link.return_url);
}

function goTo(location: string): SideAnswer {
  return { ...show('', 303), location };
}
