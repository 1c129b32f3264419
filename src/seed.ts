import { NestFactory } from '@nestjs/core';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { AppModule } from './app.module.ts';
import { DraftCourse } from './catalog/commands/draft-course.ts';
import { PublishCourse } from './catalog/commands/publish-course.ts';
import { readEnvironment } from './config/environment.ts';
import { SignUp } from './identity/commands/sign-up.ts';
import { Passwords } from './identity/domain/passwords.ts';
import type { Role } from './identity/domain/permissions.ts';
import { GetCredentials } from './identity/queries/get-credentials.ts';
import { newId } from './kernel/domain/ids.ts';
import { Money } from './kernel/domain/money.ts';

const PASSWORD = 'azora-local-only';

const ACCOUNTS: { role: Role; name: string }[] = [
  { role: 'admin', name: 'Ada Admin' },
  { role: 'instructor', name: 'Ines Instructor' },
  { role: 'learner', name: 'Lea Learner' },
  { role: 'support', name: 'Sam Support' },
];

const COURSES = [
  {
    title: 'Compilers from Scratch',
    summary: 'From characters to machine code, one small step at a time.',
    price: Money.of(4999, 'USD'),
    category: 'Programming',
    lessons: ['What a token is', 'Parsing by descent', 'Making code'],
  },
  {
    title: 'Ledgers that Balance',
    summary: 'Double entry for programmers.',
    price: Money.of(2500, 'EUR'),
    category: 'Business',
    lessons: ['Debit and credit', 'Reversals'],
  },
  {
    title: 'Welcome to Azora',
    summary: 'A free tour.',
    price: Money.zero('USD'),
    category: null,
    lessons: ['Where things are'],
  },
];

/** Fills an empty development database with accounts and courses. Running it again changes nothing. */
const environment = readEnvironment();
if (environment.NODE_ENV === 'production')
  throw new Error('Seed accounts have a published password: they are refused in production.');

const app = await NestFactory.createApplicationContext(
  AppModule.for({ ...environment, METRICS_PORT: 0 }, { workers: false }),
  { logger: ['error'] },
);
const commands = app.get(CommandBus);
const queries = app.get(QueryBus);
const passwords = app.get(Passwords, { strict: false });

for (const { role, name } of ACCOUNTS) {
  const email = `${role}@azora.test`;
  if (await queries.execute(new GetCredentials({ email }))) continue;
  const id = await commands.execute(new SignUp(email, name, await passwords.hash(PASSWORD), [role]));
  if (role === 'instructor') await publishCourses(id);
}
await app.close();

async function publishCourses(instructorId: string): Promise<void> {
  for (const { lessons, ...offer } of COURSES) {
    const courseId = newId();
    const written = lessons.map((title, index) => ({
      title,
      body: `# ${title}\n\nWhat there is to know about it.`,
      preview: index === 0,
    }));
    const sections = [{ title: 'Basics', lessons: written }];
    await commands.execute(
      new DraftCourse(courseId, instructorId, { ...offer, level: 'all', language: 'en' }, sections),
    );
    await commands.execute(new PublishCourse(courseId, instructorId));
  }
}
