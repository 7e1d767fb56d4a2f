namespace Ashlar.Core.Stacks.Results;

/// <summary>Source files of classes.</summary>
internal static class JvmSources
{
    private static readonly string[] Endings = [".java", ".kt", ".groovy", ".scala"];

    /// <summary>The file of a class by its full name; null where it cannot be told. Kotlin need not keep files in the folders of their packages.</summary>
    public static string? FileOf(string className, CheckoutFiles files)
    {
        var outer = className.Split('$')[0];
        var path = outer.Replace('.', '/');
        return Endings.Select(ending => files.EndingWith(path + ending)).FirstOrDefault(file => file is not null)
            ?? Endings
                .Select(ending => files.EndingWith(path[(path.LastIndexOf('/') + 1)..] + ending))
                .FirstOrDefault(file => file is not null);
    }
}
