// Packages that are still CommonJS require Nest, and Jest can't answer them while it is loading Nest for an import.
import 'reflect-metadata';
import '@nestjs/common';
import '@nestjs/core';
import '@nestjs/swagger';
