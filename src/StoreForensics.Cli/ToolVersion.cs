using System.Reflection;

namespace StoreForensics.Cli;

internal static class ToolVersion
{
    public const string Name = "storeforensics";

    /// <summary>The version as reports name it: the same for every build of the same release.</summary>
    public static string Text { get; } = typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>The commit that a published program was made from, 40 hexadecimal digits and, where the sources were not that commit's, words that say so; null
    /// where it was built from a checkout.</summary>
    public static string? Commit { get; } = typeof(ToolVersion).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(a => a.Key == "Commit")?.Value;

    /// <summary>What <c>--version</c> prints.</summary>
    public static string Line => Commit is null ? Text : $"{Text} (commit {Commit})";
}
