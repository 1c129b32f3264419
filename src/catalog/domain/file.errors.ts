import { DomainError } from '../../kernel/domain/domain-error.ts';
import { FILE_TYPES } from './file-type.ts';

export class FileTooLarge extends DomainError {
  static override readonly kind = 'too_large';
  static override readonly code = 'file_too_large';

  constructor(most: number) {
    super(`A file has at most ${most} bytes.`, { most });
  }
}

export class FileTypeNotAllowed extends DomainError {
  static override readonly kind = 'invalid';
  static override readonly code = 'file_type_not_allowed';

  constructor() {
    super('By its content the file is of none of the types that a lesson can have.', { allowed: FILE_TYPES });
  }
}

export class FileForNoLesson extends DomainError {
  static override readonly kind = 'invalid';
  static override readonly code = 'file_for_no_lesson';

  constructor(field: string) {
    super('A field with a file is named file:<section>.<lesson>, counted from 0, and each lesson has one at most.', {
      field,
    });
  }
}

/** Whoever may not open a lesson does not learn whether it has a file. */
export class LessonFileNotFound extends DomainError {
  static override readonly kind = 'not_found';
  static override readonly code = 'lesson_file_not_found';

  constructor() {
    super('There is no such lesson, it has no file, or it is not yours to open.');
  }
}

export class FileLinkInvalid extends DomainError {
  static override readonly kind = 'not_found';
  static override readonly code = 'file_link_invalid';

  constructor() {
    super('This link is too old, or it was never ours. Ask for another.');
  }
}

export class UploadNotFound extends DomainError {
  static override readonly kind = 'not_found';
  static override readonly code = 'upload_not_found';

  constructor() {
    super('There is no such upload, nothing has arrived, or it was begun more than a day ago.');
  }
}

export class PresignedUploadUnavailable extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'presigned_upload_unavailable';

  constructor() {
    super('Files are kept on a local disk here, so they are sent to the API itself: PUT …/file.');
  }
}

export class FileNotScanned extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'file_not_scanned';

  constructor() {
    super('A file of the course is being scanned. Publish it again in a moment.', { retryAfter: 10 });
  }
}

export class FileInfected extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'file_infected';

  constructor() {
    super('A file of the course has a virus. Replace it or drop it.');
  }
}

export class FileStorageUnavailable extends DomainError {
  static override readonly kind = 'unavailable';
  static override readonly code = 'file_storage_unavailable';

  constructor() {
    super('Files can not be stored or read right now.', { retryAfter: 10 });
  }
}
