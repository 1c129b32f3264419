/** The members of a ListedCourse, of the course `c` with its listing `l`. */
export const LISTED_COURSE = `
  'id', c.id, 'slug', c.slug, 'title', c.title, 'summary', c.summary,
  'price', json_build_object('amount', c.price_amount, 'currency', c.price_currency),
  'category', c.category, 'level', c.level, 'language', c.language,
  'instructorId', c.instructor_id, 'publishedAt', c.published_at, 'learners', l.learners,
  'rating', json_build_object('average', case when l.rating_count > 0 then l.rating / 100.0 end, 'count', l.rating_count)`;
