using StoreForensics.Model;

namespace StoreForensics.Views;

/// <summary>A setting that two images do not have alike.</summary>
/// <param name="Setting">The name of Docker's configuration: <c>Cmd</c>, <c>Env</c>, …, <c>Architecture</c>, <c>Os</c>.</param>
/// <param name="Name">Of a variable, label, port or volume; null for settings that are one value.</param>
/// <param name="First">Null when the first image has none.</param>
/// <param name="Second">Null when the second image has none.</param>
public sealed record ConfigDifference(string Setting, string? Name, IReadOnlyList<string>? First, IReadOnlyList<string>? Second)
{
    /// <summary>In a fixed order; names in byte order.</summary>
    public static IReadOnlyList<ConfigDifference> Of(Image first, Image second)
    {
        (ContainerConfig a, ContainerConfig b) = (first.Config ?? new ContainerConfig(), second.Config ?? new ContainerConfig());
        return
        [
            .. One("Entrypoint", a.Entrypoint, b.Entrypoint),
            .. One("Cmd", a.Cmd, b.Cmd),
            .. Named("Env", Variables(a.Env), Variables(b.Env)),
            .. One("User", Text(a.User), Text(b.User)),
            .. One("WorkingDir", Text(a.WorkingDir), Text(b.WorkingDir)),
            .. Named("Labels", a.Labels ?? Nothing, b.Labels ?? Nothing),
            .. Named("ExposedPorts", Members(a.ExposedPorts), Members(b.ExposedPorts)),
            .. Named("Volumes", Members(a.Volumes), Members(b.Volumes)),
            .. One("Hostname", Text(a.Hostname), Text(b.Hostname)),
            .. One("Architecture", Text(first.Architecture), Text(second.Architecture)),
            .. One("Os", Text(first.Os), Text(second.Os)),
        ];
    }

    private static IReadOnlyDictionary<string, string> Nothing => new Dictionary<string, string>();

    private static IReadOnlyList<string>? Text(string? value) => string.IsNullOrEmpty(value) ? null : [value];

    private static IEnumerable<ConfigDifference> One(string setting, IReadOnlyList<string>? a, IReadOnlyList<string>? b)
    {
        // An empty list and none mean the same to the engine.
        if (!(a ?? []).SequenceEqual(b ?? []))
            yield return new ConfigDifference(setting, null, a is { Count: 0 } ? null : a, b is { Count: 0 } ? null : b);
    }

    private static IEnumerable<ConfigDifference> Named(string setting, IReadOnlyDictionary<string, string> a, IReadOnlyDictionary<string, string> b)
    {
        foreach (string name in a.Keys.Union(b.Keys).Order(StringComparer.Ordinal))
        {
            string? x = a.GetValueOrDefault(name), y = b.GetValueOrDefault(name);
            if (x != y)
                yield return new ConfigDifference(setting, name, x is null ? null : [x], y is null ? null : [y]);
        }
    }

    // Of a variable that is set twice the last one holds.
    private static Dictionary<string, string> Variables(IReadOnlyList<string>? env)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string variable in env ?? [])
        {
            int equals = variable.IndexOf('=', StringComparison.Ordinal);
            variables[equals < 0 ? variable : variable[..equals]] = equals < 0 ? "" : variable[(equals + 1)..];
        }
        return variables;
    }

    private static Dictionary<string, string> Members(IReadOnlyList<string>? members) =>
        (members ?? []).Distinct(StringComparer.Ordinal).ToDictionary(m => m, _ => "", StringComparer.Ordinal);
}
