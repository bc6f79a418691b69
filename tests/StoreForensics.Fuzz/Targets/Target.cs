using StoreForensics.Fuzz.Mutations;

namespace StoreForensics.Fuzz.Targets;

/// <summary>Something that reads bytes that an attacker may have written.</summary>
/// <param name="Name">As <c>TARGET=</c> takes it.</param>
/// <param name="Takes">Which seeds it starts from, by name and size in bytes.</param>
/// <param name="IsOne">The same, by what they hold.</param>
/// <param name="Run">Reads one input to its end. What it throws is a crash, save for what <see cref="Outcome"/> lets pass.</param>
internal sealed record Target(string Name, Func<string, long, bool> Takes, Func<byte[], bool> IsOne, Action<Input, Workplace> Run)
{
    /// <summary>How a seed is changed.</summary>
    public Func<Seed, Random, Input> Mutate { get; init; } = ByteMutation.Of;

    /// <summary>Seeds that no fixture holds, made here.</summary>
    public Func<IEnumerable<Seed>> Made { get; init; } = static () => [];

    /// <summary>Files that must lie beside the input: parents and pieces of disks.</summary>
    public Func<string, long, bool> Beside { get; init; } = static (_, _) => false;
}
