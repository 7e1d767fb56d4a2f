using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Stacks.Node;

/// <summary>What tools of node take their orders from.</summary>
internal static class NodeConfiguration
{
    /// <summary>All of it.</summary>
    public static IReadOnlyList<JudgingTool> All { get; } =
    [
        new("node", ["node", "npm", "npx", "yarn", "pnpm", "bun"], [".npmrc", ".yarnrc", ".yarnrc.yml", ".pnpmfile.cjs", ".pnpmfile.mjs"]),
        new("jest", ["jest", "react-scripts", "craco"], ["jest.config.*", "babel.config.*", ".babelrc", ".babelrc.*", ".swcrc"])
        {
            Keys = ["jest", "babel"],
        },
        new(
            "vitest",
            ["vitest"],
            [
                "vitest.config.*",
                "vitest.workspace.*",
                "vitest.projects.*",
                "vite.config.*",
                "postcss.config.*",
                ".postcssrc",
                ".postcssrc.*",
            ]
        )
        {
            Keys = ["vitest"],
        },
        new("mocha", ["mocha"], [".mocharc", ".mocharc.*", "mocha.opts"]) { Keys = ["mocha"] },
        new("ava", ["ava"], ["ava.config.*"]) { Keys = ["ava"] },
        new("tap", ["tap"], [".taprc"]) { Keys = ["tap"] },
        new("jasmine", ["jasmine"], ["jasmine.json", "jasmine.js", "jasmine.mjs"]),
        new("karma", ["karma"], ["karma.conf.*"]),
        new("playwright", ["playwright"], ["playwright.config.*"]),
        new("cypress", ["cypress"], ["cypress.config.*", "cypress.json"]),
        new("c8", ["c8"], [".c8rc", ".c8rc.*", "c8.config.*"]) { Keys = ["c8"] },
        new("nyc", ["nyc"], [".nycrc", ".nycrc.*", "nyc.config.*"]) { Keys = ["nyc"] },
        new("eslint", ["eslint", "xo", "standard", "lint"], [".eslintrc", ".eslintrc.*", "eslint.config.*", ".eslintignore"])
        {
            Keys = ["eslintConfig", "eslintIgnore", "xo", "standard"],
        },
        new("prettier", ["prettier"], [".prettierrc", ".prettierrc.*", "prettier.config.*", ".prettierignore", ".editorconfig"])
        {
            Keys = ["prettier"],
        },
        new("stylelint", ["stylelint"], [".stylelintrc", ".stylelintrc.*", "stylelint.config.*", ".stylelintignore"])
        {
            Keys = ["stylelint"],
        },
        new("biome", ["biome"], ["biome.json", "biome.jsonc", ".biome.json"]),
        new("oxlint", ["oxlint"], [".oxlintrc.json", "oxlint.config.*"]),
        new("bun", ["bun"], ["bunfig.toml"]),
        new("deno", ["deno"], ["deno.json", "deno.jsonc"]),
        new("the task runner", ["turbo", "nx", "lerna", "wireit", "moon"], ["turbo.json", "nx.json", "project.json", "lerna.json"])
        {
            Keys = ["wireit", "nx", "turbo"],
        },
        new("lint-staged", ["lint-staged"], [".lintstagedrc", ".lintstagedrc.*", "lint-staged.config.*"]) { Keys = ["lint-staged"] },
        new("husky", ["husky"], [".husky/**", ".huskyrc", ".huskyrc.*"]) { Keys = ["husky"] },
    ];
}
