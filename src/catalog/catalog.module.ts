import { MikroOrmModule } from '@mikro-orm/nestjs';
import { BullModule } from '@nestjs/bull';
import { Module } from '@nestjs/common';
import { CompleteLessonHandler } from './commands/complete-lesson.ts';
import { CompletePurchaseHandler } from './commands/complete-purchase.ts';
import { DraftCourseHandler } from './commands/draft-course.ts';
import { EndPurchaseHandler } from './commands/end-purchase.ts';
import { PublishCourseHandler } from './commands/publish-course.ts';
import { ReviseCourseHandler } from './commands/revise-course.ts';
import { StartPurchaseHandler } from './commands/start-purchase.ts';
import { Courses } from './domain/courses.ts';
import { Enrollments } from './domain/enrollments.ts';
import { Purchases } from './domain/purchases.ts';
import { CoursesController } from './http/courses.controller.ts';
import { LearningController } from './http/learning.controller.ts';
import { PurchasesController } from './http/purchases.controller.ts';
import { CompletePurchaseOnPaymentSucceeded } from './jobs/complete-purchase-on-payment-succeeded.ts';
import { EndPurchaseOnDisputeClosed } from './jobs/end-purchase-on-dispute-closed.ts';
import { EndPurchaseOnPaymentRefunded } from './jobs/end-purchase-on-payment-refunded.ts';
import { courseMapping } from './persistence/course.mapping.ts';
import { CourseRepository } from './persistence/course.repository.ts';
import { enrollmentMapping } from './persistence/enrollment.mapping.ts';
import { EnrollmentRepository } from './persistence/enrollment.repository.ts';
import { purchaseMapping } from './persistence/purchase.mapping.ts';
import { PurchaseRepository } from './persistence/purchase.repository.ts';
import { PurchaseCourse } from './processes/purchase-course.ts';
import { GetAuthoredCourseHandler } from './queries/get-authored-course.ts';
import { GetCourseHandler } from './queries/get-course.ts';
import { GetLearningHandler } from './queries/get-learning.ts';
import { ListCoursesHandler } from './queries/list-courses.ts';
import { ListOwnedCoursesHandler } from './queries/list-owned-courses.ts';
import { PersonalDataOfCatalog } from './queries/personal-data-of-catalog.ts';

const commands = [
  CompleteLessonHandler,
  CompletePurchaseHandler,
  DraftCourseHandler,
  EndPurchaseHandler,
  PublishCourseHandler,
  ReviseCourseHandler,
  StartPurchaseHandler,
];

const queries = [
  GetAuthoredCourseHandler,
  GetCourseHandler,
  GetLearningHandler,
  ListCoursesHandler,
  ListOwnedCoursesHandler,
  PersonalDataOfCatalog,
];

@Module({
  imports: [
    MikroOrmModule.forFeature([courseMapping, purchaseMapping, enrollmentMapping]),
    BullModule.registerQueue({ name: 'catalog' }),
  ],
  controllers: [LearningController, PurchasesController, CoursesController],
  providers: [
    ...commands,
    ...queries,
    PurchaseCourse,
    CompletePurchaseOnPaymentSucceeded,
    EndPurchaseOnDisputeClosed,
    EndPurchaseOnPaymentRefunded,
    { provide: Courses, useClass: CourseRepository },
    { provide: Purchases, useClass: PurchaseRepository },
    { provide: Enrollments, useClass: EnrollmentRepository },
  ],
})
export class CatalogModule {}
