using SampleRecipes.Archive;

namespace SampleRecipes.Webshop;

/// <summary>An image as the engine describes it in <c>graph/ID/json</c>.</summary>
internal sealed record ImageRecord
{
    public required string Id { get; init; }

    /// <summary>The parent and its parents, nearest first.</summary>
    public string[] Ancestors { get; init; } = [];

    public required Stamp Created { get; init; }
    public required RunConfig ContainerConfig { get; init; }
    public required RunConfig Config { get; init; }
    public string? Comment { get; init; }
    public string? Container { get; init; }
    public string? Author { get; init; }
    public string EngineVersion { get; init; } = Host.EngineVersion;

    public GoJson ToJson(long size)
    {
        List<(string, object?)> members = [("id", Id)];
        if (Ancestors.Length > 0)
            members.Add(("parent", Ancestors[0]));
        if (Comment is not null)
            members.Add(("comment", Comment));
        members.Add(("created", Created.ToString()));
        if (Container is not null)
            members.Add(("container", Container));
        members.Add(("container_config", ContainerConfig.ToJson()));
        members.Add(("docker_version", EngineVersion));
        if (Author is not null)
            members.Add(("author", Author));
        members.AddRange([("config", Config.ToJson()), ("architecture", "amd64"), ("os", "linux"), ("Size", size)]);
        return GoJson.Struct([.. members]);
    }
}
