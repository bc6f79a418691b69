namespace StoreForensics.Model;

/// <summary>On what a statement that accuses rests, and what else would give the same picture.</summary>
/// <param name="Confidence">How far the evidence carries it.</param>
/// <param name="Basis">The facts, in words.</param>
/// <param name="Alternatives">Other explanations, in words; never empty.</param>
public sealed record Grounds(FindingConfidence Confidence, IReadOnlyList<string> Basis, IReadOnlyList<string> Alternatives);
