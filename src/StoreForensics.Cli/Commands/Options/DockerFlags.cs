using System.CommandLine;

namespace StoreForensics.Cli.Commands.Options;

/// <summary>Flags of Docker's client that ask for what is done anyway: taken, so that a call typed by habit works.</summary>
internal static class DockerFlags
{
    /// <summary>Stopped ones too, as always.</summary>
    public static Option<bool> All() => new("--all", "-a") { Description = "Stopped containers too; they always are there", Hidden = true };

    /// <summary>Whole ids and commands, as always where there is room.</summary>
    public static Option<bool> NoTruncation() => new("--no-trunc") { Description = "Whole ids; they always are where there is room", Hidden = true };

    /// <summary>Ids alone, one a line: what Docker's client means by <c>-q</c>; <c>--quiet</c> is about progress here.</summary>
    public static Option<bool> IdsOnly() => new("-q", "--ids") { Description = "Ids alone, one a line" };
}
