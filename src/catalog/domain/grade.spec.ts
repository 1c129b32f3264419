import fc from 'fast-check';
import { newId } from '../../kernel/domain/ids.ts';
import { aQuestion, rightAnswersTo } from '../testing/quizzes.ts';
import { type Answer, grade, percentOf } from './grade.ts';
import type { Question } from './question.ts';

const OPTIONS = ['a', 'b', 'c'].map(id => ({ id, text: id, correct: id !== 'c' }));
const ONE = aQuestion({ kind: 'single_choice', options: OPTIONS.slice(1) });
const SEVERAL = aQuestion({ kind: 'multiple_choice', options: OPTIONS });
const TRUE = aQuestion({ kind: 'true_false', correct: true });
const WORD = aQuestion({ kind: 'short_text', accepted: ['Straße', 'Recursive  Descent', 'ﬁnite'] });
const NUMBER = aQuestion({ kind: 'number', value: 1, tolerance: 0.1 });

function isRight(question: Question, answer: Answer): boolean {
  return grade([question], { [question.id]: answer })[0]?.points === question.points;
}

describe('An answer', () => {
  it.each<[string, Question, Answer, boolean]>([
    ['the correct option', ONE, 'b', true],
    ['another option', ONE, 'c', false],
    ['all correct options, in any order', SEVERAL, ['b', 'a'], true],
    ['some of the correct options', SEVERAL, ['a'], false],
    ['all options', SEVERAL, ['a', 'b', 'c'], false],
    ['no option', SEVERAL, [], false],
    ['true', TRUE, true, true],
    ['false', TRUE, false, false],
    ['the word, in other letters', WORD, ' sTRAßE\n', true],
    ['the word, in capitals', WORD, 'STRASSE', true],
    ['the words, with other spaces', WORD, 'recursive\u00a0descent', true],
    ['the word, in letters of another width', WORD, 'ｆｉｎｉｔｅ', true],
    ['another word', WORD, 'descent', false],
    ['nothing', WORD, '', false],
    ['the number', NUMBER, 1, true],
    ['a number at the very edge', NUMBER, 1.1, true],
    ['a number at the other edge', NUMBER, 0.9, true],
    ['a number beyond', NUMBER, 1.1000001, false],
    ['a number far beyond', NUMBER, -Number.MAX_VALUE, false],
  ])('%s is judged', (_, question, answer, expected) => {
    expect(isRight(question, answer)).toBe(expected);
  });

  it.each<[Question, Answer]>([
    [ONE, ['b']],
    [ONE, 'x'],
    [ONE, true],
    [SEVERAL, 'a'],
    [SEVERAL, ['a', 'x']],
    [TRUE, 'true'],
    [TRUE, 1],
    [WORD, 1],
    [NUMBER, '1'],
  ])('that is of another sort than $kind is refused: %j', (question, answer) => {
    expect(() => isRight(question, answer)).toThrow(expect.objectContaining({ code: 'answer_does_not_fit' }));
  });

  it('to a question that there is not is refused', () => {
    const questionId = newId();
    expect(() => grade([TRUE], { [questionId]: true })).toThrow(expect.objectContaining({ details: { questionId } }));
  });

  it('that is not given is wrong', () => {
    expect(grade([TRUE], {})).toEqual([{ questionId: TRUE.id, answer: null, points: 0 }]);
  });
});

describe('A score', () => {
  it('is the points of what is right, of all points, from 0 to 100 percent', () => {
    const drawn = fc.array(fc.record({ points: fc.integer({ min: 1, max: 100 }), right: fc.boolean() }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(drawn, all => {
        const questions = all.map(({ points }) => aQuestion({ kind: 'true_false', correct: true }, points));
        const answers = Object.fromEntries(questions.map(({ id }, place) => [id, all[place]?.right ?? false]));
        const percent = percentOf(questions, grade(questions, answers));
        const sum = (list: typeof all) => list.reduce((total, { points }) => total + points, 0);
        expect(percent).toBe(Math.floor((100 * sum(all.filter(({ right }) => right))) / sum(all)));
        expect(percent === 100).toBe(all.every(({ right }) => right));
      }),
    );
  });

  it('is whole for who knows everything', () => {
    const questions = [ONE, SEVERAL, TRUE, WORD, NUMBER];
    expect(percentOf(questions, grade(questions, rightAnswersTo(questions)))).toBe(100);
  });
});
