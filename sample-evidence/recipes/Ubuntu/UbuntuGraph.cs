using SampleRecipes.Archive;
using SampleRecipes.Engine;

namespace SampleRecipes.Ubuntu;

/// <summary>The <c>graph</c> directory: the images' descriptions and sizes.</summary>
internal static class UbuntuGraph
{
    // Pulled descriptions are kept byte for byte as the registry sent them: blanks after the separators, its own key order.
    private const string EmptyConfig =
        "{\"Hostname\": \"\", \"User\": \"\", \"Memory\": 0, \"MemorySwap\": 0, \"AttachStdin\": false, \"AttachStdout\": false, "
        + "\"AttachStderr\": false, \"PortSpecs\": null, \"Tty\": false, \"OpenStdin\": false, \"StdinOnce\": false, \"Env\": null, "
        + "\"Cmd\": null, \"Image\": \"\"}";

    public const string PreciseJson =
        "{\"comment\": \"Imported from -\", \"container_config\": " + EmptyConfig + ", \"docker_version\": \"0.1.4\", "
        + "\"created\": \"2013-04-11T14:13:15.57812-07:00\", \"id\": \"" + UbuntuSample.Precise + "\"}";

    private const string QuantalBaseJson =
        "{\"id\": \"" + UbuntuSample.QuantalBase + "\", \"comment\": \"Imported from -\", "
        + "\"created\": \"2013-03-23T22:24:18.818426-07:00\", \"container_config\": " + EmptyConfig + "}";

    private const string QuantalJson =
        "{\"id\": \"" + UbuntuSample.Quantal + "\", \"parent\": \"" + UbuntuSample.QuantalBase + "\", "
        + "\"created\": \"2013-03-24T05:24:18.818426-07:00\", "
        + "\"container\": \"3d67245a8d72ecf13f33dffac9f79dcdf70f75acb84d308770391510e0c23ad0\", "
        + "\"container_config\": {\"Hostname\": \"\", \"User\": \"\", \"Memory\": 0, \"MemorySwap\": 0, \"AttachStdin\": false, "
        + "\"AttachStdout\": false, \"AttachStderr\": false, \"PortSpecs\": null, \"Tty\": true, \"OpenStdin\": true, "
        + "\"StdinOnce\": false, \"Env\": null, \"Cmd\": [\"/bin/bash\"], \"Image\": \"" + UbuntuSample.QuantalBase + "\"}}";

    private static readonly string[] BuildStep = ["/bin/sh", "-c", "touch test.txt"];

    public static void Add(DataRoot root)
    {
        Stamp registered = UbuntuSample.ImageCreated.AddMicroseconds(50_900);
        root.Directory("graph", Modes.Private, registered);
        root.Directory("graph/_tmp", Modes.Private, registered);
        AddImage(root, UbuntuSample.Precise, Stamp.Parse("2013-12-17T12:17:08.201201834Z"), PreciseJson, "128029199");
        AddImage(root, UbuntuSample.QuantalBase, Stamp.Parse("2013-12-17T12:17:44.169203440Z"), QuantalBaseJson, "175307441");
        AddImage(root, UbuntuSample.Quantal, Stamp.Parse("2013-12-17T12:17:49.713203651Z"), QuantalJson, "77");
        AddImage(root, UbuntuSample.TestImage, registered, BuiltJson().Text, "0");
    }

    private static void AddImage(DataRoot root, string id, Stamp time, string json, string layerSize)
    {
        root.Directory("graph/" + id, Modes.Private, time);
        root.File($"graph/{id}/json", Modes.Secret, time, json);
        root.File($"graph/{id}/layersize", Modes.Secret, time, layerSize);
    }

    private static GoJson BuiltJson() => GoJson.Struct(
        ("id", UbuntuSample.TestImage),
        ("parent", UbuntuSample.Precise),
        ("created", UbuntuSample.ImageCreated.ToString()),
        ("container", UbuntuSample.BuildContainer),
        ("container_config", UbuntuContainer.Config(BuildStep)),
        ("docker_version", "0.7.2"),
        ("config", UbuntuContainer.Config(null)),
        ("architecture", "x86_64"),
        ("Size", 0));
}
