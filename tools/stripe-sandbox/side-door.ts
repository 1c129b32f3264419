import { authenticationPage, returnAddress } from './authentication-page.ts';
import { type Controls, control, isOutcome } from './controls.ts';
import { html, page } from './html.ts';
import { onboarding } from './onboarding.ts';
import { overviewPage } from './overview-page.ts';
import { json, notHere, type SideAnswer, show } from './side-answer.ts';

export type SideDoor = (method: string, path: string, body: string) => SideAnswer;

/** Pages for people (`/`, `/authenticate/...`, `/receipts/...`) and controls for tests (`/_sandbox/...`). */
export function sideDoor(sandbox: Controls): SideDoor {
  return (method, path, body) => {
    const [, area, ...rest] = path.split('/');
    const [id = ''] = rest;
    if (method === 'GET' && path === '/') return show(overviewPage(sandbox));
    if (method === 'GET' && area === 'receipts') return receipt(id);
    if (method === 'GET' && area === 'authenticate') return question(id);
    if (method === 'POST' && area === 'authenticate') return answer(id, body);
    if (area === 'onboarding') return onboarding(sandbox, method, id, body);
    if (area === '_sandbox') return control(sandbox, method, rest, body);
    return notHere;
  };

  function intentOf(id: string) {
    return sandbox.store.get('payment_intent', id) ?? sandbox.store.get('setup_intent', id);
  }

  function question(id: string): SideAnswer {
    const intent = intentOf(id);
    return intent ? show(authenticationPage(intent)) : notHere;
  }

  function answer(id: string, body: string): SideAnswer {
    const intent = intentOf(id);
    if (!intent) return notHere;
    if (intent.status !== 'requires_action') return show(authenticationPage(intent), 409);
    const outcome = new URLSearchParams(body).get('outcome');
    if (!isOutcome(outcome)) return json({ error: 'outcome must be complete or fail' }, 400);
    const concluded = sandbox.conclude(id, outcome);
    const returnUrl = intent.next_action?.redirect_to_url?.return_url;
    const shown = show(authenticationPage(concluded));
    return returnUrl ? { ...shown, status: 303, location: returnAddress(concluded, returnUrl) } : shown;
  }

  function receipt(id: string): SideAnswer {
    const charge = sandbox.store.get('charge', id);
    if (!charge) return notHere;
    return show(page('Receipt', html`<p>${charge.amount} ${charge.currency.toUpperCase()}, ${charge.status}.</p>`));
  }
}
