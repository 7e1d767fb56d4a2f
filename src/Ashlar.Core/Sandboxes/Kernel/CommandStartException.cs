namespace Ashlar.Core.Sandboxes.Kernel;

/// <summary>The sandbox or the program could not be started; says which part and what helps.</summary>
public sealed class CommandStartException(string message, Exception? inner = null) : Exception(message, inner);
