import eslint from '@eslint/js';
import angular from 'angular-eslint';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const web = ['libs/look/**/*.ts', 'web-agent/**/*.ts', 'web-widget/**/*.ts'];
const templates = ['web-agent/**/*.html', 'web-widget/**/*.html'];
const nest = ['services/**/*.ts', 'gateway/**/*.ts'];
const specs = ['**/*.spec.ts', '**/*.contract.ts', '**/*.harness.ts'];

/** Syntax that type stripping cannot remove, and the ways around text binding. */
const forbidden = [
  { selector: 'TSEnumDeclaration', message: 'A union of literals says the same and can be stripped.' },
  { selector: 'TSModuleDeclaration[kind="namespace"]', message: 'A module is a namespace.' },
  {
    selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]',
    message: 'Bind text, never markup.',
  },
  { selector: 'AssignmentExpression[left.property.name="srcdoc"]', message: 'Bind text, never markup.' },
];
const parameterProperty = {
  selector: 'TSParameterProperty',
  message: 'Only Nest classes may declare parameter properties.',
};

export default defineConfig(
  globalIgnores(['**/*.d.mts', '**/dist/', '**/node_modules/', '**/.angular/', '.data/', 'contracts/generated/']),
  // Rules hold for everybody: comments cannot switch one off.
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Matters of taste that the compiler settings or the subject overrule.
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/dot-notation': 'off',
      'no-control-regex': 'off',
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', ...forbidden, parameterProperty],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: nest,
    rules: {
      'no-restricted-syntax': ['error', ...forbidden],
      // A Nest module is an empty class with a decorator.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // Nest declares its options as classes and takes object literals for them.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    },
  },
  {
    files: specs,
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      // A fake may have to be async or empty to fit the interface it stands for.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      'no-restricted-properties': [
        'error',
        ...['test', 'it', 'describe'].flatMap((object) =>
          ['only', 'skip', 'todo', 'failing'].map((property) => ({ object, property, message: 'Every test runs.' })),
        ),
      ],
    },
  },
  {
    files: web,
    extends: [angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    rules: {
      '@angular-eslint/component-selector': ['error', { type: 'element', prefix: 'hf', style: 'kebab-case' }],
      '@angular-eslint/directive-selector': ['error', { type: 'attribute', prefix: 'hf', style: 'camelCase' }],
      '@angular-eslint/prefer-signals': 'error',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      'no-restricted-syntax': ['error', ...forbidden, parameterProperty],
    },
  },
  { files: templates, extends: [angular.configs.templateRecommended, angular.configs.templateAccessibility] },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: Object.fromEntries(
        ['console', 'process', 'URL', 'setTimeout', 'clearTimeout', 'performance', 'module', 'require'].map((name) => [
          name,
          'readonly',
        ]),
      ),
    },
  },
);
