import { MikroOrmModule } from '@mikro-orm/nestjs';
import { BullModule } from '@nestjs/bull';
import { Module } from '@nestjs/common';
import { Environment } from '../config/environment.ts';
import { AddLessonHandler } from './commands/add-lesson.ts';
import { ApproveCourseHandler } from './commands/approve-course.ts';
import { ArchiveCourseHandler } from './commands/archive-course.ts';
import { ArrangeCourseHandler } from './commands/arrange-course.ts';
import { ChangeReviewHandler } from './commands/change-review.ts';
import { CompleteLessonHandler } from './commands/complete-lesson.ts';
import { CompletePurchaseHandler } from './commands/complete-purchase.ts';
import { DraftCourseHandler } from './commands/draft-course.ts';
import { EndPurchaseHandler } from './commands/end-purchase.ts';
import { ForgetReviewerHandler } from './commands/forget-reviewer.ts';
import { JudgeReviewHandler } from './commands/judge-review.ts';
import { PostReviewHandler } from './commands/post-review.ts';
import { PublishCourseHandler } from './commands/publish-course.ts';
import { RankListingsHandler } from './commands/rank-listings.ts';
import { RejectCourseHandler } from './commands/reject-course.ts';
import { RemoveLessonHandler } from './commands/remove-lesson.ts';
import { RemoveReviewHandler } from './commands/remove-review.ts';
import { ReplyToReviewHandler } from './commands/reply-to-review.ts';
import { ReportReviewHandler } from './commands/report-review.ts';
import { ReviseCourseHandler } from './commands/revise-course.ts';
import { RewriteLessonHandler } from './commands/rewrite-lesson.ts';
import { StartPurchaseHandler } from './commands/start-purchase.ts';
import { SumUpListingsHandler } from './commands/sum-up-listings.ts';
import { Courses } from './domain/courses.ts';
import { Enrollments } from './domain/enrollments.ts';
import { Markdown } from './domain/lesson-text.ts';
import { Listings } from './domain/listings.ts';
import { Moderation } from './domain/moderation.ts';
import { Purchases } from './domain/purchases.ts';
import { Reviews } from './domain/reviews.ts';
import { AdminReviewsController } from './http/admin-reviews.controller.ts';
import { AuthoringController } from './http/authoring.controller.ts';
import { CourseModerationController } from './http/course-moderation.controller.ts';
import { CoursesController } from './http/courses.controller.ts';
import { LearningController } from './http/learning.controller.ts';
import { PurchasesController } from './http/purchases.controller.ts';
import { ReviewsController } from './http/reviews.controller.ts';
import { CompletePurchaseOnPaymentSucceeded } from './jobs/complete-purchase-on-payment-succeeded.ts';
import { EndPurchaseOnPaymentRefunded } from './jobs/end-purchase-on-payment-refunded.ts';
import { ForgetReviewerOnAccountErased } from './jobs/forget-reviewer-on-account-erased.ts';
import { KeepListings } from './jobs/keep-listings.ts';
import { courseMapping } from './persistence/course.mapping.ts';
import { CourseRepository } from './persistence/course.repository.ts';
import { enrollmentMapping } from './persistence/enrollment.mapping.ts';
import { EnrollmentRepository } from './persistence/enrollment.repository.ts';
import { lessonTextMapping } from './persistence/lesson-text.mapping.ts';
import { ListingRepository } from './persistence/listing.repository.ts';
import { purchaseMapping } from './persistence/purchase.mapping.ts';
import { PurchaseRepository } from './persistence/purchase.repository.ts';
import { releaseMapping } from './persistence/release.mapping.ts';
import { reviewMapping } from './persistence/review.mapping.ts';
import { ReviewRepository } from './persistence/review.repository.ts';
import { PurchaseCourse } from './processes/purchase-course.ts';
import { CountCoursesHandler } from './queries/count-courses.ts';
import { GetAuthoredCourseHandler } from './queries/get-authored-course.ts';
import { GetCourseHandler } from './queries/get-course.ts';
import { GetLearningHandler } from './queries/get-learning.ts';
import { GetReviewHandler } from './queries/get-review.ts';
import { ListAuthoredCoursesHandler } from './queries/list-authored-courses.ts';
import { ListCoursesHandler } from './queries/list-courses.ts';
import { ListCoursesToReviewHandler } from './queries/list-courses-to-review.ts';
import { ListOwnedCoursesHandler } from './queries/list-owned-courses.ts';
import { ListReportedReviewsHandler } from './queries/list-reported-reviews.ts';
import { ListReviewsHandler } from './queries/list-reviews.ts';
import { PersonalDataOfCatalog } from './queries/personal-data-of-catalog.ts';
import { SearchCoursesHandler } from './queries/search-courses.ts';
import { SafeMarkdown } from './templates/safe-markdown.ts';

const commands = [
  AddLessonHandler,
  ApproveCourseHandler,
  ArchiveCourseHandler,
  ArrangeCourseHandler,
  ChangeReviewHandler,
  CompleteLessonHandler,
  CompletePurchaseHandler,
  DraftCourseHandler,
  EndPurchaseHandler,
  ForgetReviewerHandler,
  JudgeReviewHandler,
  PostReviewHandler,
  PublishCourseHandler,
  RankListingsHandler,
  RejectCourseHandler,
  RemoveLessonHandler,
  RemoveReviewHandler,
  ReplyToReviewHandler,
  ReportReviewHandler,
  ReviseCourseHandler,
  RewriteLessonHandler,
  StartPurchaseHandler,
  SumUpListingsHandler,
];

const queries = [
  CountCoursesHandler,
  GetAuthoredCourseHandler,
  GetCourseHandler,
  GetLearningHandler,
  GetReviewHandler,
  ListAuthoredCoursesHandler,
  ListCoursesHandler,
  ListCoursesToReviewHandler,
  ListOwnedCoursesHandler,
  ListReportedReviewsHandler,
  ListReviewsHandler,
  PersonalDataOfCatalog,
  SearchCoursesHandler,
];

@Module({
  imports: [
    MikroOrmModule.forFeature([
      courseMapping,
      enrollmentMapping,
      lessonTextMapping,
      purchaseMapping,
      releaseMapping,
      reviewMapping,
    ]),
    BullModule.registerQueue({ name: 'catalog' }),
  ],
  controllers: [
    AuthoringController,
    CourseModerationController,
    LearningController,
    PurchasesController,
    ReviewsController,
    AdminReviewsController,
    CoursesController,
  ],
  providers: [
    ...commands,
    ...queries,
    PurchaseCourse,
    CompletePurchaseOnPaymentSucceeded,
    EndPurchaseOnPaymentRefunded,
    ForgetReviewerOnAccountErased,
    KeepListings,
    { provide: Markdown, useClass: SafeMarkdown },
    {
      provide: Moderation,
      inject: [Environment],
      useFactory: ({ COURSE_REVIEW }: Environment): Moderation => ({ required: COURSE_REVIEW === 'on' }),
    },
    { provide: Courses, useClass: CourseRepository },
    { provide: Listings, useClass: ListingRepository },
    { provide: Purchases, useClass: PurchaseRepository },
    { provide: Reviews, useClass: ReviewRepository },
    { provide: Enrollments, useClass: EnrollmentRepository },
  ],
})
export class CatalogModule {}
