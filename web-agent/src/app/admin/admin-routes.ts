import type { Routes } from '@angular/router';

export const adminRoutes: Routes = [
  {
    path: '',
    loadComponent: () => import('./admin-page.ts').then(({ AdminPage }) => AdminPage),
    children: [
      {
        path: 'agents',
        loadComponent: () => import('./agents-page.ts').then(({ AgentsPage }) => AgentsPage),
      },
      {
        path: 'teams',
        loadComponent: () => import('./teams-page.ts').then(({ TeamsPage }) => TeamsPage),
      },
      {
        path: 'sites',
        loadComponent: () => import('./sites-page.ts').then(({ SitesPage }) => SitesPage),
      },
      {
        path: 'sites/:site',
        loadComponent: () => import('./site-page.ts').then(({ SitePage }) => SitePage),
      },
      {
        path: 'replies',
        loadComponent: () => import('./replies-page.ts').then(({ RepliesPage }) => RepliesPage),
      },
      { path: '**', redirectTo: 'agents' },
    ],
  },
];
