using System.Reflection;
using Ashlar.Core.Journal;

namespace Ashlar.Core.Tests.Journal;

/// <summary>The kinds of events there are, and what a reader of the journal forgot of them.</summary>
internal static class EventKinds
{
    public static IReadOnlyList<Type> All { get; } =
    [
        .. typeof(IEvent)
            .Assembly.GetTypes()
            .Where(type => type.IsClass && typeof(IEvent).IsAssignableFrom(type))
            .OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    public static IReadOnlyList<string> Forgotten(IReadOnlyList<Type> kinds) => [.. All.Except(kinds).Select(kind => kind.Name)];

    /// <summary>The name on disk, with the effect where several kinds share it.</summary>
    public static string NameOf(Type kind) => (string)Named.MakeGenericMethod(kind).Invoke(null, null)!;

    private static readonly MethodInfo Named = typeof(EventKinds).GetMethod(nameof(Name), BindingFlags.NonPublic | BindingFlags.Static)!;

    private static string Name<T>()
        where T : IEvent => T.Effect is { } effect ? $"{T.Type} {effect}" : T.Type;
}
