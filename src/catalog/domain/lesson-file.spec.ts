import { newId } from '../../kernel/domain/ids.ts';
import { NOON } from '../testing/courses.ts';
import { FILE_STATES, LessonFile } from './lesson-file.ts';

const RECEIVED = { id: newId(), type: 'video/mp4', bytes: 1_000 };

function anUpload(): LessonFile {
  return LessonFile.begin(RECEIVED.id, newId(), '../film.exe', NOON);
}

function received(scanned: boolean): LessonFile {
  const file = anUpload();
  file.receive(newId(), newId(), RECEIVED, scanned, NOON);
  return file;
}

describe('A file', () => {
  it('is called what it is once it is here', () => {
    const attached = anUpload().receive(newId(), newId(), RECEIVED, false, NOON);
    expect(attached).toEqual({ ...RECEIVED, name: 'film.exe.mp4' });
  });

  it('is announced under a name that can be kept, whatever its sender calls it', () => {
    const named = (name: string) => ({ ...LessonFile.begin(newId(), newId(), name, NOON) });
    expect(named('a/b\u0000\ud800.mp4')).toMatchObject({ _name: 'b.mp4' });
    expect(named('x'.repeat(60_000))).toMatchObject({ _name: 'x'.repeat(150) });
  });

  it('is received once', () => {
    const file = received(false);
    for (const again of [() => file.receive(newId(), newId(), RECEIVED, false, NOON), () => file.claim()])
      expect(again).toThrow(expect.objectContaining({ code: 'upload_not_found' }));
  });

  it('is looked at by one at a time', () => {
    const file = anUpload();
    file.claim();
    expect(() => file.claim()).toThrow(expect.objectContaining({ code: 'upload_not_found' }));
    file.receive(newId(), newId(), RECEIVED, false, NOON);
    expect(file.state).toBe('unscanned');
  });

  it('is not received any more when it was given up, and not given up when it was received', () => {
    const file = anUpload();
    file.discard();
    expect(() => file.receive(newId(), newId(), RECEIVED, false, NOON)).toThrow(
      expect.objectContaining({ code: 'upload_not_found' }),
    );
    const kept = received(true);
    kept.discard();
    expect(kept.state).toBe('scanning');
  });

  it('is judged once', () => {
    const file = received(true);
    file.judge('infected');
    file.judge('clean');
    expect(file.state).toBe('infected');
  });

  it.each([
    ['unscanned', false, undefined],
    ['unscanned', true, 'file_not_scanned'],
    ['scanning', true, 'file_not_scanned'],
    ['scanning', false, undefined],
    ['clean', true, undefined],
    ['infected', true, 'file_infected'],
    ['infected', false, 'file_infected'],
  ] as const)('that is %s is published, where scanning is %s, unless: %s', (state, scanned, code) => {
    expect(FILE_STATES).toContain(state);
    const file = received(state !== 'unscanned');
    if (state === 'clean' || state === 'infected') file.judge(state);
    const publish = () => file.assertPublishable(scanned);
    if (code) expect(publish).toThrow(expect.objectContaining({ code }));
    else expect(publish).not.toThrow();
  });
});
