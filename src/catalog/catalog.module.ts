import { MikroOrmModule } from '@mikro-orm/nestjs';
import { BullModule } from '@nestjs/bull';
import { Module } from '@nestjs/common';
import { Environment } from '../config/environment.ts';
import { AddLessonHandler } from './commands/add-lesson.ts';
import { AgreeOnSplitHandler } from './commands/agree-on-split.ts';
import { ApproveCourseHandler } from './commands/approve-course.ts';
import { ArchiveCourseHandler } from './commands/archive-course.ts';
import { ArchiveCoursesOfHandler } from './commands/archive-courses-of.ts';
import { ArrangeCourseHandler } from './commands/arrange-course.ts';
import { AttachFileHandler } from './commands/attach-file.ts';
import { AttemptQuizHandler } from './commands/attempt-quiz.ts';
import { BeginUploadHandler } from './commands/begin-upload.ts';
import { ChangeReviewHandler } from './commands/change-review.ts';
import { ClaimUploadHandler } from './commands/claim-upload.ts';
import { CompleteLessonHandler } from './commands/complete-lesson.ts';
import { CompletePurchaseHandler } from './commands/complete-purchase.ts';
import { DetachFileHandler } from './commands/detach-file.ts';
import { DiscardUnusedFilesHandler } from './commands/discard-unused-files.ts';
import { DiscardUploadHandler } from './commands/discard-upload.ts';
import { DraftCourseHandler } from './commands/draft-course.ts';
import { EndPurchaseHandler } from './commands/end-purchase.ts';
import { ForgetCoInstructorHandler } from './commands/forget-co-instructor.ts';
import { ForgetFileHandler } from './commands/forget-file.ts';
import { ForgetLearnerHandler } from './commands/forget-learner.ts';
import { ForgetReviewerHandler } from './commands/forget-reviewer.ts';
import { ImportCoursesHandler } from './commands/import-courses.ts';
import { JudgeFileHandler } from './commands/judge-file.ts';
import { JudgeReviewHandler } from './commands/judge-review.ts';
import { LapsePurchaseHandler } from './commands/lapse-purchase.ts';
import { NameInstructorsHandler } from './commands/name-instructors.ts';
import { PostReviewHandler } from './commands/post-review.ts';
import { PublishCourseHandler } from './commands/publish-course.ts';
import { RankListingsHandler } from './commands/rank-listings.ts';
import { RejectCourseHandler } from './commands/reject-course.ts';
import { RemoveLessonHandler } from './commands/remove-lesson.ts';
import { RemoveReviewHandler } from './commands/remove-review.ts';
import { ReplyToReviewHandler } from './commands/reply-to-review.ts';
import { ReportReviewHandler } from './commands/report-review.ts';
import { RequestCourseImportHandler } from './commands/request-course-import.ts';
import { ReviseCourseHandler } from './commands/revise-course.ts';
import { RewriteLessonHandler } from './commands/rewrite-lesson.ts';
import { StartPurchaseHandler } from './commands/start-purchase.ts';
import { SumUpListingsHandler } from './commands/sum-up-listings.ts';
import { TakeFileToScanHandler } from './commands/take-file-to-scan.ts';
import { TakeFilesToDropHandler } from './commands/take-files-to-drop.ts';
import { WriteQuizHandler } from './commands/write-quiz.ts';
import { Agreements } from './domain/agreements.ts';
import { Attempts } from './domain/attempts.ts';
import { Certificates } from './domain/certificate.ts';
import { CourseImports } from './domain/course-imports.ts';
import { Courses } from './domain/courses.ts';
import { DeclaredFees } from './domain/declared-fees.ts';
import { Enrollments } from './domain/enrollments.ts';
import { FileStorage } from './domain/file-storage.ts';
import { FileTickets } from './domain/file-tickets.ts';
import { FileTypes } from './domain/file-type.ts';
import { LessonFiles } from './domain/lesson-files.ts';
import { Markdown } from './domain/lesson-text.ts';
import { Listings } from './domain/listings.ts';
import { Moderation } from './domain/moderation.ts';
import { Purchases } from './domain/purchases.ts';
import { Reviews } from './domain/reviews.ts';
import { Scanning, VirusScanner } from './domain/virus-scanner.ts';
import { Clamd } from './gateways/clamd.ts';
import { HmacFileTickets } from './gateways/hmac-file-tickets.ts';
import { LocalDisk } from './gateways/local-disk.ts';
import { S3Bucket } from './gateways/s3-bucket.ts';
import { SniffedTypes } from './gateways/sniffed-types.ts';
import { AdminReviewsController } from './http/admin-reviews.controller.ts';
import { AuthoringController } from './http/authoring.controller.ts';
import { CertificatesController } from './http/certificates.controller.ts';
import { CourseImportsController } from './http/course-imports.controller.ts';
import { CourseModerationController } from './http/course-moderation.controller.ts';
import { CoursesController } from './http/courses.controller.ts';
import { FilesController } from './http/files.controller.ts';
import { InstructorsController } from './http/instructors.controller.ts';
import { LearningController } from './http/learning.controller.ts';
import { LessonFilesController } from './http/lesson-files.controller.ts';
import { PurchasesController } from './http/purchases.controller.ts';
import { QuizzesController } from './http/quizzes.controller.ts';
import { ReviewsController } from './http/reviews.controller.ts';
import { SplitsController } from './http/splits.controller.ts';
import { CompletePurchaseOnPaymentSucceeded } from './jobs/complete-purchase-on-payment-succeeded.ts';
import { EndPurchaseOnDisputeClosed } from './jobs/end-purchase-on-dispute-closed.ts';
import { EndPurchaseOnPaymentRefunded } from './jobs/end-purchase-on-payment-refunded.ts';
import { ForgetCoInstructorOnAccountErased } from './jobs/forget-co-instructor-on-account-erased.ts';
import { ForgetLearnerOnAccountErased } from './jobs/forget-learner-on-account-erased.ts';
import { ForgetReviewerOnAccountErased } from './jobs/forget-reviewer-on-account-erased.ts';
import { ImportCoursesOnCourseImportAdvanced } from './jobs/import-courses-on-course-import-advanced.ts';
import { KeepListings } from './jobs/keep-listings.ts';
import { LapsePurchasesEveryHour } from './jobs/lapse-purchases-every-hour.ts';
import { LapsePurchasesOnCourseArchived } from './jobs/lapse-purchases-on-course-archived.ts';
import { LapsePurchasesOnCourseRevised } from './jobs/lapse-purchases-on-course-revised.ts';
import { LapsePurchasesOnInstructorsNamed } from './jobs/lapse-purchases-on-instructors-named.ts';
import { RetireInstructorOnAccountErased } from './jobs/retire-instructor-on-account-erased.ts';
import { ScanFilesEveryTenSeconds } from './jobs/scan-files-every-ten-seconds.ts';
import { SweepFilesEveryHour } from './jobs/sweep-files-every-hour.ts';
import { agreementMapping } from './persistence/agreement.mapping.ts';
import { AgreementRepository } from './persistence/agreement.repository.ts';
import { attemptMapping } from './persistence/attempt.mapping.ts';
import { AttemptRepository } from './persistence/attempt.repository.ts';
import { certificateMapping } from './persistence/certificate.mapping.ts';
import { CertificateRepository } from './persistence/certificate.repository.ts';
import { courseMapping } from './persistence/course.mapping.ts';
import { CourseRepository } from './persistence/course.repository.ts';
import { courseImportMapping } from './persistence/course-import.mapping.ts';
import { CourseImportRepository } from './persistence/course-import.repository.ts';
import { enrollmentMapping } from './persistence/enrollment.mapping.ts';
import { EnrollmentRepository } from './persistence/enrollment.repository.ts';
import { lessonFileMapping } from './persistence/lesson-file.mapping.ts';
import { LessonFileRepository } from './persistence/lesson-file.repository.ts';
import { lessonTextMapping } from './persistence/lesson-text.mapping.ts';
import { ListingRepository } from './persistence/listing.repository.ts';
import { purchaseMapping } from './persistence/purchase.mapping.ts';
import { PurchaseRepository } from './persistence/purchase.repository.ts';
import { quizMapping } from './persistence/quiz.mapping.ts';
import { releaseMapping } from './persistence/release.mapping.ts';
import { reviewMapping } from './persistence/review.mapping.ts';
import { ReviewRepository } from './persistence/review.repository.ts';
import { DropFiles } from './processes/drop-files.ts';
import { ImportFile } from './processes/import-file.ts';
import { LapsePurchases } from './processes/lapse-purchases.ts';
import { OpenLesson } from './processes/open-lesson.ts';
import { PresignUpload } from './processes/presign-upload.ts';
import { PurchaseCourse } from './processes/purchase-course.ts';
import { RankAllListings } from './processes/rank-all-listings.ts';
import { ReadFile } from './processes/read-file.ts';
import { RetireInstructor } from './processes/retire-instructor.ts';
import { ScanFiles } from './processes/scan-files.ts';
import { UploadCourse } from './processes/upload-course.ts';
import { UploadFile } from './processes/upload-file.ts';
import { CountCoursesHandler } from './queries/count-courses.ts';
import { ExportCourseEarningsHandler } from './queries/export-course-earnings.ts';
import { ExportCourseSalesHandler } from './queries/export-course-sales.ts';
import { GetAttemptHandler } from './queries/get-attempt.ts';
import { GetAuthoredCourseHandler } from './queries/get-authored-course.ts';
import { GetCertificateHandler } from './queries/get-certificate.ts';
import { GetCourseHandler } from './queries/get-course.ts';
import { GetCourseImportHandler } from './queries/get-course-import.ts';
import { GetDashboardHandler } from './queries/get-dashboard.ts';
import { GetLearningHandler } from './queries/get-learning.ts';
import { GetLessonFileHandler } from './queries/get-lesson-file.ts';
import { GetProgressHandler } from './queries/get-progress.ts';
import { GetQuizHandler } from './queries/get-quiz.ts';
import { GetReviewHandler } from './queries/get-review.ts';
import { GetSplitHandler } from './queries/get-split.ts';
import { GetStoredFileHandler } from './queries/get-stored-file.ts';
import { GetUploadHandler } from './queries/get-upload.ts';
import { ListAttemptsHandler } from './queries/list-attempts.ts';
import { ListAuthoredCoursesHandler } from './queries/list-authored-courses.ts';
import { ListCourseEarningsHandler } from './queries/list-course-earnings.ts';
import { ListCourseSalesHandler } from './queries/list-course-sales.ts';
import { ListCoursesHandler } from './queries/list-courses.ts';
import { ListCoursesToReviewHandler } from './queries/list-courses-to-review.ts';
import { ListImportRowsHandler } from './queries/list-import-rows.ts';
import { ListMisrankedListingsHandler } from './queries/list-misranked-listings.ts';
import { ListOutdatedPurchasesHandler } from './queries/list-outdated-purchases.ts';
import { ListOwnedCoursesHandler } from './queries/list-owned-courses.ts';
import { ListReportedReviewsHandler } from './queries/list-reported-reviews.ts';
import { ListReviewsHandler } from './queries/list-reviews.ts';
import { PersonalDataOfCatalog } from './queries/personal-data-of-catalog.ts';
import { SearchCoursesHandler } from './queries/search-courses.ts';
import { VerifyCertificateHandler } from './queries/verify-certificate.ts';
import { CertificatePdf } from './templates/certificate-pdf.ts';
import { SafeMarkdown } from './templates/safe-markdown.ts';

const commands = [
  AddLessonHandler,
  AgreeOnSplitHandler,
  ApproveCourseHandler,
  ArchiveCourseHandler,
  ArchiveCoursesOfHandler,
  ArrangeCourseHandler,
  AttachFileHandler,
  AttemptQuizHandler,
  BeginUploadHandler,
  ChangeReviewHandler,
  ClaimUploadHandler,
  CompleteLessonHandler,
  CompletePurchaseHandler,
  DetachFileHandler,
  DiscardUnusedFilesHandler,
  DiscardUploadHandler,
  DraftCourseHandler,
  EndPurchaseHandler,
  ForgetCoInstructorHandler,
  ForgetFileHandler,
  ForgetLearnerHandler,
  ForgetReviewerHandler,
  ImportCoursesHandler,
  JudgeFileHandler,
  JudgeReviewHandler,
  NameInstructorsHandler,
  PostReviewHandler,
  PublishCourseHandler,
  RankListingsHandler,
  RejectCourseHandler,
  RemoveLessonHandler,
  RemoveReviewHandler,
  ReplyToReviewHandler,
  ReportReviewHandler,
  RequestCourseImportHandler,
  ReviseCourseHandler,
  RewriteLessonHandler,
  LapsePurchaseHandler,
  StartPurchaseHandler,
  SumUpListingsHandler,
  TakeFileToScanHandler,
  TakeFilesToDropHandler,
  WriteQuizHandler,
];

const queries = [
  CountCoursesHandler,
  ExportCourseEarningsHandler,
  ExportCourseSalesHandler,
  GetAttemptHandler,
  GetAuthoredCourseHandler,
  GetCertificateHandler,
  GetCourseHandler,
  GetCourseImportHandler,
  GetDashboardHandler,
  GetLearningHandler,
  GetLessonFileHandler,
  GetProgressHandler,
  GetQuizHandler,
  GetReviewHandler,
  GetSplitHandler,
  GetStoredFileHandler,
  GetUploadHandler,
  ListAttemptsHandler,
  ListAuthoredCoursesHandler,
  ListCourseEarningsHandler,
  ListCourseSalesHandler,
  ListCoursesHandler,
  ListCoursesToReviewHandler,
  ListImportRowsHandler,
  ListOutdatedPurchasesHandler,
  ListMisrankedListingsHandler,
  ListOwnedCoursesHandler,
  ListReportedReviewsHandler,
  ListReviewsHandler,
  PersonalDataOfCatalog,
  SearchCoursesHandler,
  VerifyCertificateHandler,
];

const processes = [
  DropFiles,
  ImportFile,
  OpenLesson,
  PresignUpload,
  LapsePurchases,
  PurchaseCourse,
  RankAllListings,
  ReadFile,
  RetireInstructor,
  ScanFiles,
  UploadCourse,
  UploadFile,
];

@Module({
  imports: [
    MikroOrmModule.forFeature([
      agreementMapping,
      attemptMapping,
      certificateMapping,
      courseImportMapping,
      courseMapping,
      enrollmentMapping,
      lessonFileMapping,
      lessonTextMapping,
      purchaseMapping,
      quizMapping,
      releaseMapping,
      reviewMapping,
    ]),
    BullModule.registerQueue({ name: 'catalog' }),
  ],
  controllers: [
    AuthoringController,
    CertificatesController,
    FilesController,
    InstructorsController,
    LearningController,
    LessonFilesController,
    PurchasesController,
    QuizzesController,
    CourseImportsController,
    CourseModerationController,
    ReviewsController,
    SplitsController,
    AdminReviewsController,
    CoursesController,
  ],
  providers: [
    ...commands,
    ...queries,
    ...processes,
    CertificatePdf,
    CompletePurchaseOnPaymentSucceeded,
    EndPurchaseOnDisputeClosed,
    EndPurchaseOnPaymentRefunded,
    ForgetCoInstructorOnAccountErased,
    ForgetLearnerOnAccountErased,
    ForgetReviewerOnAccountErased,
    ImportCoursesOnCourseImportAdvanced,
    KeepListings,
    RetireInstructorOnAccountErased,
    ScanFilesEveryTenSeconds,
    LapsePurchasesEveryHour,
    LapsePurchasesOnCourseArchived,
    LapsePurchasesOnCourseRevised,
    LapsePurchasesOnInstructorsNamed,
    SweepFilesEveryHour,
    { provide: Markdown, useClass: SafeMarkdown },
    {
      provide: Moderation,
      inject: [Environment],
      useFactory: ({ COURSE_REVIEW }: Environment): Moderation => ({ required: COURSE_REVIEW === 'on' }),
    },
    { provide: Agreements, useClass: AgreementRepository },
    {
      provide: DeclaredFees,
      inject: [Environment],
      useFactory: ({ SPLIT_AFTER_FEES }: Environment) => DeclaredFees.from(SPLIT_AFTER_FEES),
    },
    { provide: Attempts, useClass: AttemptRepository },
    { provide: Certificates, useClass: CertificateRepository },
    {
      provide: Scanning,
      inject: [Environment],
      useFactory: ({ CLAMAV_URL }: Environment): Scanning => ({ required: CLAMAV_URL !== undefined }),
    },
    {
      provide: VirusScanner,
      inject: [Environment],
      useFactory: ({ CLAMAV_URL }: Environment) => CLAMAV_URL && new Clamd(CLAMAV_URL),
    },
    {
      provide: FileStorage,
      inject: [Environment],
      useFactory: (environment: Environment): FileStorage =>
        environment.S3_BUCKET ? new S3Bucket(environment) : new LocalDisk(environment.FILE_STORAGE_PATH),
    },
    { provide: FileTickets, useClass: HmacFileTickets },
    { provide: FileTypes, useClass: SniffedTypes },
    { provide: LessonFiles, useClass: LessonFileRepository },
    { provide: CourseImports, useClass: CourseImportRepository },
    { provide: Courses, useClass: CourseRepository },
    { provide: Listings, useClass: ListingRepository },
    { provide: Purchases, useClass: PurchaseRepository },
    { provide: Reviews, useClass: ReviewRepository },
    { provide: Enrollments, useClass: EnrollmentRepository },
  ],
})
export class CatalogModule {}
