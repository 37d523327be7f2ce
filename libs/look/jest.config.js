import presets from 'jest-preset-angular/presets/index.js';

export default {
  ...presets.createEsmPreset(),
  displayName: 'look',
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  testEnvironmentOptions: { customExportConditions: ['holdfast-source', 'browser', 'import', 'default'] },
  setupFilesAfterEnv: ['<rootDir>/jest.setup.ts'],
};
