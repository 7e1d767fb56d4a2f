using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Judging;

/// <summary>What an emptied function of C does under a real compiler that makes an error of every warning.</summary>
public sealed class EmptiedCTests
{
    private static readonly string[] Strict =
    [
        "-std=c89",
        "-pedantic",
        "-Wall",
        "-Wextra",
        "-Werror",
        "-Wshadow",
        "-Wconversion",
        "-Wc++-compat",
        "-Wcast-qual",
        "-Wmissing-prototypes",
        "-Wswitch-default",
        "-Wunused-macros",
    ];

    private const string Declared = """
        #define EXPORTED(type) type
        typedef int truth;
        typedef enum { first, second } order;
        struct pair { int left; struct { const char *name; double share; } right; };
        union either { int number; const char *text; };
        extern struct pair pair_of(int left);
        extern union either either_of(int number);
        extern order order_of(int number);
        extern EXPORTED(truth) is_large(int number);
        extern const char *name_of(int number);
        extern void put(int *place, int number);
        extern double share_of(int number);

        """;

    private const string Code = """
        struct pair pair_of(int left)
        {
            struct pair made;
            made.left = left;
            made.right.name = "right";
            made.right.share = 0.5;
            return made;
        }

        union either either_of(int number)
        {
            union either made;
            made.number = number;
            return made;
        }

        order order_of(int number)
        {
            return number > 1 ? second : first;
        }

        EXPORTED(truth) is_large(int number)
        {
            return number > 100;
        }

        const char *name_of(int number)
        {
            return number > 1 ? "many" : "one";
        }

        void put(int *place, int number)
        {
            int twice = number * 2;
            *place = twice;
        }

        double share_of(int number)
        {
            return number / 2.0;
        }

        """;

    [CompilerFact]
    public async Task It_builds_whatever_it_returns()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal("", Compiled(folder, Declared + Code));
        Assert.Contains(
            "unused",
            Compiled(folder, Declared + Code + "static int never(void)\n{\n    return 1;\n}\n"),
            StringComparison.Ordinal
        );

        var functions = (await Change.Of("made.c", Declared, Declared + Code)).Where(unit => unit.IsFunction).ToList();

        Assert.Equal(7, functions.Count);
        foreach (var unit in functions)
        {
            var way = unit.Ways[0].Variants[0].Files["made.c"]!;
            Assert.DoesNotContain("__builtin_trap", way, StringComparison.Ordinal);
            Assert.Equal("", Compiled(folder, way));
        }
    }

    private static string Compiled(TemporaryFolder folder, string code)
    {
        File.WriteAllText(folder["made.c"], code);
        var (ok, output) = Change.Run("cc", [.. Strict, "-c", folder["made.c"], "-o", folder["made.o"]]);
        return ok ? "" : output;
    }
}

/// <summary>A test that needs a compiler of C.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CompilerFactAttribute : FactAttribute
{
    public CompilerFactAttribute() => Skip = File.Exists("/usr/bin/cc") ? null : "cc is not installed";
}
