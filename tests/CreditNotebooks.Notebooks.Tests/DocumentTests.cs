using System.Text;
using CreditNotebooks.Notebooks.Documents;

namespace CreditNotebooks.Notebooks.Tests;

public class DocumentTests
{
    private const string AsJupyterWritesIt = """
        {
         "cells": [
          {
           "attachments": {},
           "cell_type": "markdown",
           "id": "a1",
           "metadata": {
            "slideshow": {
             "slide_type": "slide"
            }
           },
           "source": [
            "# Title — π 😀\n",
            "<b>text</b> & 'more'"
           ]
          },
          {
           "cell_type": "code",
           "execution_count": 2,
           "id": "b2",
           "metadata": {},
           "outputs": [
            {
             "data": {
              "application/json": {
               "b": [
                1,
                2.50
               ]
              },
              "text/plain": [
               "1"
              ]
             },
             "execution_count": 2,
             "metadata": {},
             "output_type": "execute_result"
            }
           ],
           "source": [
            "1"
           ]
          }
         ],
         "metadata": {
          "kernelspec": {
           "display_name": ".NET (C#)",
           "language": "C#",
           "name": ".net-csharp"
          },
          "unknown": [
           true,
           null
          ]
         },
         "nbformat": 4,
         "nbformat_minor": 5
        }

        """;

    [Fact]
    public void Reading_and_writing_keeps_every_byte()
    {
        var notebook = NotebookReader.Parse(AsJupyterWritesIt, "n");
        Assert.Equal(AsJupyterWritesIt, NotebookWriter.Write(notebook).Replace("\\uD83D\\uDE00", "😀", StringComparison.Ordinal));
        Assert.Equal("Title — π 😀", notebook.Title);
        Assert.Equal("C#", notebook.Language);
    }

    [Fact]
    public void An_older_minor_gets_ids_and_is_valid()
    {
        var old = """{"nbformat":4,"nbformat_minor":2,"metadata":{},"cells":[{"cell_type":"code","metadata":{},"source":"a\r\nb"},{"cell_type":"raw","source":[]}]}""";
        var notebook = NotebookReader.Parse(old, "n");
        NbformatRules.Check(NotebookWriter.Write(notebook));
        Assert.Equal(["cell-1", "cell-2"], notebook.Cells.Select(c => c.Id));
        Assert.Equal("a\nb", notebook.Cells[0].Source);
    }

    [Fact]
    public void A_new_notebook_is_valid()
    {
        var notebook = NotebookDocument.Create();
        notebook.Cells.Add(NotebookCell.Code("x", "1 + 1\n"));
        NbformatRules.Check(NotebookWriter.Write(notebook));
    }

    [Theory]
    [InlineData("", "'n' is no notebook: the file is empty.")]
    [InlineData("a,b\n1,2", "'n' is no notebook: it is not valid JSON (line 1).")]
    [InlineData("[]", "'n' is no notebook: it is JSON, but has no \"nbformat\".")]
    [InlineData("{\"cells\":[]}", "'n' is no notebook: it is JSON, but has no \"nbformat\".")]
    [InlineData("{\"nbformat\":3,\"worksheets\":[]}", "'n' is of nbformat 3, and 4 is needed: open and save it in a current Jupyter first.")]
    [InlineData("{\"nbformat\":4}", "'n' is no notebook: it has no \"cells\".")]
    [InlineData("{\"nbformat\":4,\"cells\":[1]}", "'n' is no notebook: cell 1 has no \"cell_type\".")]
    [InlineData("{\"nbformat\":\"x\",\"cells\":[]}", "'n' is no notebook: a field has another type than nbformat 4 gives it")]
    public void What_is_no_notebook_is_refused_in_a_sentence(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<NotebookException>(() => NotebookReader.Parse(text, "n")).Message);

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Equal("There is no notebook 'no/such.ipynb'.", Assert.Throws<NotebookException>(() => NotebookReader.ReadFile("no/such.ipynb")).Message);
}
