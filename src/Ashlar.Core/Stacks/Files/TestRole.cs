namespace Ashlar.Core.Stacks.Files;

/// <summary>Which part a file plays in testing.</summary>
internal enum TestRole
{
    /// <summary>None.</summary>
    None,

    /// <summary>It is set-up, data or helper of tests.</summary>
    Support,

    /// <summary>It holds tests.</summary>
    Test,
}
