import { Azora } from '../../../test/support/azora.ts';
import { aLearner } from '../../../test/support/people.ts';

describe('Whoever asks', () => {
  let azora: Azora;
  let elsewhere: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    elsewhere = await Azora.start({ environment: { WORKERS: 'off' } });
  });

  afterAll(async () => {
    await elsewhere.stop();
    await azora.stop();
  });

  it('is answered as themselves, however many others ask at the same moment', async () => {
    const people = await Promise.all(Array.from({ length: 25 }, () => aLearner(azora)));
    const asking = Array.from({ length: 200 }, (_, turn) => people[turn % people.length] as (typeof people)[0]);
    const answers = await Promise.all(asking.map(({ api }) => api.get('/api/me')));
    expect(answers.map(({ body }) => body.id)).toEqual(asking.map(({ id }) => id));
  });

  it('is somebody at one installation and nobody at another, also when both are one process', async () => {
    const [here, there] = [await aLearner(azora), await aLearner(elsewhere)];
    expect([(await here.api.get('/api/me')).status, (await there.api.get('/api/me')).status]).toEqual([200, 200]);
    expect((await here.api.at(elsewhere.url).get('/api/me')).status).toBe(401);
    expect((await there.api.at(azora.url).get('/api/me')).status).toBe(401);
  });
});
