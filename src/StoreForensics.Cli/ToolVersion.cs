using System.Reflection;

namespace StoreForensics.Cli;

internal static class ToolVersion
{
    public const string Name = "storeforensics";

    public static string Text { get; } = typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
