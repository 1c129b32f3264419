import { AggregateRoot } from '../../kernel/domain/aggregate-root.ts';
import { CourseImportAdvanced } from '../catalog.contract.ts';

/** Courses from elsewhere on their way in. Each of their rows ends as a draft or refused, and none of them twice. */
export class CourseImport extends AggregateRoot {
  constructor(
    readonly id: string,
    readonly requestedBy: string,
    /** Whose the courses will be. */
    readonly instructorId: string,
    /** Of prices that do not say theirs. */
    readonly currency: string,
    readonly requestedAt: Date,
    readonly rows: number,
    private _imported: number,
    private _refused: number,
    private _finishedAt: Date | null,
  ) {
    super();
  }

  static request(
    id: string,
    requestedBy: string,
    instructorId: string,
    currency: string,
    rows: number,
    now: Date,
  ): CourseImport {
    const requested = new CourseImport(id, requestedBy, instructorId, currency, now, rows, 0, 0, null);
    requested.advance(0, 0, now);
    return requested;
  }

  get isFinished(): boolean {
    return this._finishedAt !== null;
  }

  /** So many more rows have ended. While there are others, it goes on. */
  advance(imported: number, refused: number, now: Date): void {
    this._imported += imported;
    this._refused += refused;
    if (this._imported + this._refused === this.rows) this._finishedAt = now;
    else this.record(new CourseImportAdvanced(this.id, this._imported + this._refused));
  }
}
