namespace Ashlar.Core.Policies;

/// <summary>What a sentence says of the files that may be written or read.</summary>
/// <param name="Kind">What kind of rule it is.</param>
/// <param name="Paths">Paths and patterns as written; empty for all files.</param>
internal sealed record ScopeStatement(StatementKind Kind, IReadOnlyList<string> Paths);

/// <summary>Kinds of statements on files.</summary>
internal enum StatementKind
{
    /// <summary>Nothing else is written.</summary>
    Allow,

    /// <summary>These are not written.</summary>
    Deny,

    /// <summary>These are neither read nor written.</summary>
    Hide,

    /// <summary>What is there stays as it is.</summary>
    Frozen,

    /// <summary>Migrations that are there stay as they are.</summary>
    FrozenMigrations,

    /// <summary>Nothing is written.</summary>
    ReadOnly,
}
