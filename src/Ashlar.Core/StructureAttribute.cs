namespace Ashlar.Core;

/// <summary>
/// Marks a string of a record as structure: a path, branch, id, hash or name by which a run finds things again. It is written as it is.
/// Every other string of a record is masked before it is written.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class StructureAttribute : Attribute;
