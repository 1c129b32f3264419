import { AzoraApi } from './azora-api.ts';
import { Inbox } from './inbox.ts';
import { Ledger } from './ledger.ts';
import { Narrator } from './narrator.ts';
import { Person } from './person.ts';
import { tellStory } from './story.ts';
import { Surprise } from './surprise.ts';

const api = new AzoraApi(process.env.AZORA_URL || 'http://127.0.0.1:3000');

await demonstrate().catch(error => {
  if (!(error instanceof Surprise)) throw error;
  console.error(`\n${error.message}`);
  process.exitCode = 1;
});

async function demonstrate(): Promise<void> {
  await api.comesUp();
  const inbox = new Inbox();
  const narrator = await Narrator.reading(new Ledger(await Person.signingIn(api, 'admin@azora.test')));
  console.log(`The story of one course, at ${api.origin}. In the ledger, what is owed or earned is positive.`);
  await tellStory(api, inbox, narrator);
  narrator.conclude();
}
