namespace StoreForensics.Primitives;

/// <summary>An exception that nobody foresaw and that was kept to one part of the evidence; for <c>--debug</c> alone.</summary>
/// <param name="Place">The part that was being read.</param>
/// <param name="Fault">What was thrown.</param>
public sealed record ContainedFault(Origin Place, Exception Fault);
