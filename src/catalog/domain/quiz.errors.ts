import { DomainError } from '../../kernel/domain/domain-error.ts';

export class QuizNotFound extends DomainError {
  static override readonly kind = 'not_found';
  static override readonly code = 'quiz_not_found';

  constructor() {
    super('The course has no such quiz. Its author may have written it anew: read the lesson again.');
  }
}

export class QuestionHasNoAnswer extends DomainError {
  static override readonly kind = 'invalid';
  static override readonly code = 'question_has_no_answer';

  constructor(place: number) {
    super('A single choice has one correct option, a multiple choice at least one.', { question: place });
  }
}

/** A lesson with a quiz is not completed by saying so. */
export class QuizNotPassed extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'quiz_not_passed';

  constructor(quizId: string) {
    super('This lesson is completed by passing its quiz.', { quizId });
  }
}

export class NoAttemptsLeft extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'no_attempts_left';

  constructor() {
    super('You have used all attempts at this quiz.');
  }
}

/** An answer of another sort than its question, to an option that it has not, or to a question that the quiz has not. */
export class AnswerDoesNotFit extends DomainError {
  static override readonly kind = 'invalid';
  static override readonly code = 'answer_does_not_fit';

  constructor(questionId: string) {
    super('The answer does not fit the question. Nothing was counted.', { questionId });
  }
}
