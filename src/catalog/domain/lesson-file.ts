import type { AttachedFile } from './curriculum.ts';
import { FileInfected, FileNotScanned, UploadNotFound } from './file.errors.ts';
import { fileName, plainName } from './file-type.ts';
import type { Verdict } from './virus-scanner.ts';

/** `arriving` while it is looked at; `unscanned` where nobody scans; what is `discarded` is about to be deleted. */
export const FILE_STATES = [
  'uploading',
  'arriving',
  'unscanned',
  'scanning',
  'clean',
  'infected',
  'discarded',
] as const;
export type FileState = (typeof FILE_STATES)[number];

/** What has arrived for a lesson. */
export interface ReceivedFile {
  readonly id: string;
  readonly type: string;
  readonly bytes: number;
}

/** A file that an author sends for a lesson. What was received never changes: a lesson gets another file. */
export class LessonFile {
  constructor(
    readonly id: string,
    readonly instructorId: string,
    private _name: string,
    private _courseId: string | null,
    private _lessonId: string | null,
    private _type: string | null,
    private _bytes: number | null,
    private _state: FileState,
    /** When it was begun; once it was received, when that was. */
    private _since: Date,
  ) {}

  /** Known before the first byte, so that nothing is stored that nobody knows of. */
  static begin(id: string, instructorId: string, name: string, now: Date): LessonFile {
    return new LessonFile(id, instructorId, plainName(name), null, null, null, null, 'uploading', now);
  }

  get state(): FileState {
    return this._state;
  }

  /** Whoever looks at what has arrived is alone with it. @throws UploadNotFound */
  claim(): void {
    if (this._state !== 'uploading') throw new UploadNotFound();
    this._state = 'arriving';
  }

  /**
   * All of it is here, and it is a lesson's.
   * @param scanned whether it has to be scanned
   * @throws UploadNotFound when it was received before, or is about to be deleted
   */
  receive(
    courseId: string,
    lessonId: string,
    { type, bytes }: ReceivedFile,
    scanned: boolean,
    now: Date,
  ): AttachedFile {
    if (!this.isOnItsWay) throw new UploadNotFound();
    this._courseId = courseId;
    this._lessonId = lessonId;
    this._name = fileName(this._name, type);
    this._type = type;
    this._bytes = bytes;
    this._state = scanned ? 'scanning' : 'unscanned';
    this._since = now;
    return { id: this.id, name: this._name, type, bytes };
  }

  /** The first verdict counts. */
  judge(verdict: Verdict): void {
    if (this._state === 'unscanned' || this._state === 'scanning') this._state = verdict;
  }

  /** It was never received, and nobody waits for it any more. */
  discard(): void {
    if (this.isOnItsWay) this._state = 'discarded';
  }

  /** @param scanned whether it has to be scanned first @throws FileInfected, FileNotScanned */
  assertPublishable(scanned: boolean): void {
    if (this._state === 'infected') throw new FileInfected();
    if (scanned && this._state !== 'clean') throw new FileNotScanned();
  }

  private get isOnItsWay(): boolean {
    return this._state === 'uploading' || this._state === 'arriving';
  }
}
