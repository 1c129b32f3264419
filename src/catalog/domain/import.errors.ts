import { DomainError } from '../../kernel/domain/domain-error.ts';

export class ImportNotFound extends DomainError {
  static override readonly kind = 'not_found';
  static override readonly code = 'import_not_found';

  constructor() {
    super('There is no such import.');
  }
}

export class ImportHasNoRows extends DomainError {
  static override readonly kind = 'invalid';
  static override readonly code = 'import_has_no_rows';

  constructor() {
    super('The file has no rows.');
  }
}

export class ImportTooLarge extends DomainError {
  static override readonly kind = 'too_large';
  static override readonly code = 'import_too_large';

  constructor(rows: number, bytes: number, ofARow: number) {
    super(`A file has at most ${rows} rows and ${bytes} bytes, and a row ${ofARow} characters. Send several.`, {
      rows,
      bytes,
    });
  }
}

export class NotCsv extends DomainError {
  static override readonly kind = 'invalid';
  static override readonly code = 'not_csv';

  constructor(problem: string) {
    super('The file can not be read as CSV.', { problem });
  }
}

export class NotUtf8 extends DomainError {
  static override readonly kind = 'invalid';
  static override readonly code = 'not_utf8';

  constructor() {
    super('The file is not UTF-8. Save it as UTF-8 and send it again.');
  }
}
