export * from '@regopt/schedulers';
