/** Sections of a `sections` column, without their lessons, as JSON. */
export const sectionsOf = (sections: string) => `
  (select coalesce(json_agg(json_build_object('id', s.item -> 'id', 'title', s.item -> 'title') order by s.place), '[]')
   from jsonb_array_elements(${sections}) with ordinality as s (item, place))`;

/** The members of a lesson `l` that only its author and who reviews it see. */
export const AUTHORED_LESSON = `,
  'opens', l.item -> 'opens',
  'quiz', (
    select json_build_object('id', q.id, 'questions', q.questions, 'passPercent', q.pass_percent, 'attempts', q.attempts,
                             'shuffled', q.shuffled)
    from catalog.quizzes q where q.id = (l.item -> 'quiz' ->> 'id')::uuid)`;

/**
 * Lessons of a `sections` column with their texts, as JSON. PostgreSQL takes the lessons for ten thousand and would read the
 * texts of all courses if it were free to join them as it likes.
 * @param file what is said of a lesson's file, as SQL about the file `f`
 * @param more further members of each lesson `l`, as SQL
 * @param shown whose text is in it, as SQL about the lesson `l`
 */
export const lessonsWithText = (sections: string, { file = 'f.file', more = '', shown = 'true' } = {}) => `
  (select coalesce(json_agg(json_build_object(
      'id', l.id, 'sectionId', l.section_id, 'title', l.title, 'preview', l.preview, 'body', t.body, 'html', t.html, 'file', ${file}
      ${more}) order by l.place), '[]')
   from catalog.lessons_of(${sections}) l
     left join lateral (select body, html from catalog.lesson_texts where id = l.text_id and ${shown} offset 0) t on true
     left join catalog.files_of(${sections}) f on f.lesson_id = l.id and ${shown})`;

/** A file with its state, for the author of its course. */
export const AUTHORED_FILE = `f.file || (select jsonb_build_object('state', state) from catalog.lesson_files where id = f.id)`;
