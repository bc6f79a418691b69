using SampleRecipes.Archive;

namespace SampleRecipes.Webshop;

/// <summary>The engine's <c>Config</c> in 1.6.2: what images and containers both carry.</summary>
internal sealed record RunConfig
{
    public string Hostname { get; init; } = "";
    public bool Attached { get; init; }
    public string[]? ExposedPorts { get; init; }
    public bool Tty { get; init; }
    public string[]? Env { get; init; }
    public string[]? Command { get; init; }
    public string Image { get; init; } = "";
    public string[]? Volumes { get; init; }
    public string WorkingDir { get; init; } = "";

    /// <summary>Builds leave an empty list here, <c>docker run</c> leaves null.</summary>
    public bool FromBuild { get; init; }

    /// <summary>As <c>docker run</c> takes it over from an image: the user's variables come before the image's.</summary>
    public RunConfig ForContainer(string id, string imageName, params string[] variables) => this with
    {
        Hostname = id[..12],
        Image = imageName,
        Env = variables.Length == 0 ? Env : [.. variables, .. Env ?? []],
        FromBuild = false,
    };

    // Members in the order of the engine's type.
    public GoJson ToJson() => GoJson.Struct(
        ("Hostname", Hostname), ("Domainname", ""), ("User", ""), ("Memory", 0), ("MemorySwap", 0), ("CpuShares", 0), ("Cpuset", ""),
        ("AttachStdin", Attached), ("AttachStdout", Attached), ("AttachStderr", Attached), ("PortSpecs", null),
        ("ExposedPorts", SetOrNull(ExposedPorts)), ("Tty", Tty), ("OpenStdin", Attached), ("StdinOnce", Attached),
        ("Env", Env), ("Cmd", Command), ("Image", Image), ("Volumes", SetOrNull(Volumes)), ("WorkingDir", WorkingDir),
        ("Entrypoint", null), ("NetworkDisabled", false), ("MacAddress", ""),
        ("OnBuild", FromBuild ? GoJson.EmptyArray : null), ("Labels", GoJson.EmptyObject));

    private static GoJson? SetOrNull(string[]? keys) => keys is null ? null : GoJson.Set(keys);
}
